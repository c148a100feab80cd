package org.seckill.testkit.load;

import java.time.Duration;
import java.util.Random;

/** The pauses of the page: each is twice as long as the last one, half of it random. Used by one thread at a time. */
final class BackOff {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Random random;
    private long wait = FIRST.toMillis();

    BackOff(Random random) {
        this.random = random;
    }

    Duration next() {
        long half = wait / 2;
        wait = Math.min(wait * 2, LONGEST.toMillis());
        return Duration.ofMillis(half + random.nextLong(half));
    }

    void restart() {
        wait = FIRST.toMillis();
    }
}
