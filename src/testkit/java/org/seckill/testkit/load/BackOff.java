package org.seckill.testkit.load;

import java.time.Duration;
import java.util.Random;

/** As the page waits: twice as long each time, half of it random. For one thread at a time. */
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
