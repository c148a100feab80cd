package org.seckill.campaign;

import static org.seckill.campaign.Place.DATABASE;
import static org.seckill.campaign.Place.NODE;
import static org.seckill.campaign.Place.REDIS;
import static org.seckill.campaign.Place.ZOOKEEPER;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** How something goes wrong. */
enum Kind {
    /** {@code kill -9}, and a new start some time later. */
    KILL(1, 1500, NODE, DATABASE, REDIS, ZOOKEEPER),
    /** {@code SIGSTOP}, and {@code SIGCONT} some time later: longer, too, than anybody waits, holds a lock or a claim. */
    PAUSE(200, 7000, NODE, DATABASE, REDIS, ZOOKEEPER),

    /** The engine answers, and refuses every write: as a server does that was demoted. */
    READ_ONLY(200, 6000, DATABASE, REDIS),
    /** The engine refuses every write for want of space. */
    FULL_DISK(200, 6000, DATABASE, REDIS),
    /** The database takes no packet above 4 KiB, and is held up for a moment, so that larger batches gather. */
    SMALL_PACKETS(500, 6000, DATABASE),
    /** Redis refuses every write for want of memory. */
    OUT_OF_MEMORY(200, 6000, REDIS),
    /** Redis refuses every write because too few replicas follow it. */
    NO_REPLICAS(200, 6000, REDIS),

    /**
     * Another server with all the data takes its place behind its address, and some time later it comes back: who has a
     * connection to the one that was demoted keeps it, and that one refuses writes.
     */
    FAILOVER(500, 6000, DATABASE, REDIS),
    /** Its wall clock is set ahead, and right again some time later. */
    CLOCK_AHEAD(1500, 7000, NODE, DATABASE),
    /** Its wall clock is set back, and right again some time later. */
    CLOCK_BEHIND(1500, 7000, NODE, DATABASE),

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

    private static final double SHORTEST_JUMP_MILLIS = 1_000;
    private static final double LONGEST_JUMP_MILLIS = 300_000;

    private final long least;
    private final long most;

    // List.of() is immutable.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Place> places;

    /**
     * @param least milliseconds until it is over
     * @param places it can befall; none for each connection
     */
    Kind(long least, long most, Place... places) {
        this.least = least;
        this.most = most;
        this.places = List.of(places);
    }

    boolean befalls(Place place) {
        return places.isEmpty() ? !place.isProcess() : places.contains(place);
    }

    /** How long until it is over: as often from one to two seconds as from two to four. */
    Duration draw(Random random) {
        double exponent = random.nextDouble() * Math.log((double) most / least);
        return Duration.ofMillis(Math.round(least * Math.exp(exponent)));
    }

    /** @return by how much a clock is set ahead or back: from one second to five minutes; zero where none is set */
    Duration drawJump(Random random) {
        if (this != CLOCK_AHEAD && this != CLOCK_BEHIND) {
            return Duration.ZERO;
        }
        double exponent = random.nextDouble() * Math.log(LONGEST_JUMP_MILLIS / SHORTEST_JUMP_MILLIS);
        long by = Math.round(SHORTEST_JUMP_MILLIS * Math.exp(exponent));
        return Duration.ofMillis(this == CLOCK_AHEAD ? by : -by);
    }

    /** In words. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
