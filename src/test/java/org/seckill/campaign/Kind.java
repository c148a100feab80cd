package org.seckill.campaign;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/** How something goes wrong. */
enum Kind {
    /** {@code kill -9}, and a new start some time later. */
    KILL(1, 1500),
    /** {@code SIGSTOP}, and {@code SIGCONT} some time later: longer, too, than anybody waits, holds a lock or a claim. */
    PAUSE(200, 7000),

    /** Reset at both ends, and refused for a while. */
    CUT(10, 3000),
    /** Half-open: requests are lost, and neither end hears of it. */
    LOSE_REQUESTS(200, 6000),
    /** Half-open the other way. */
    LOSE_ANSWERS(200, 6000),
    /** Requests come late, perhaps from somebody who has given them up. */
    DELAY_REQUESTS(200, 6000),
    /** Answers come late. */
    DELAY_ANSWERS(200, 6000),
    /** Both come late. */
    FREEZE(200, 6000),
    /** Each packet takes its time. */
    SLOW(500, 5000),
    /** Byte by byte. */
    TRICKLE(500, 5000),
    /** Some thousand bytes a second. */
    NARROW(500, 5000);

    private final long least;
    private final long most;

    /** @param least milliseconds until it is over */
    Kind(long least, long most) {
        this.least = least;
        this.most = most;
    }

    boolean befalls(Place place) {
        return place.isProcess() == (this == KILL || this == PAUSE);
    }

    /** How long until it is over: as often from one to two seconds as from two to four. */
    Duration draw(Random random) {
        double exponent = random.nextDouble() * Math.log((double) most / least);
        return Duration.ofMillis(Math.round(least * Math.exp(exponent)));
    }

    /** In words. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
