package org.seckill.testkit.sqlfault;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The lengths of pauses.
 *
 * @param timeout the time-out of one answer
 * @param deadline of an order
 */
public record SqlPauses(Duration timeout, Duration deadline) {
    Duration draw(SqlFaultKind kind, SplittableRandom random) {
        return switch (kind) {
            case PAUSE, REFUSE ->
                between(Duration.ofMillis(1), timeout.multipliedBy(3).dividedBy(5), random);
            case LATE -> between(timeout.multipliedBy(6).dividedBy(5), deadline.plus(timeout), random);
            case CUT, RESET, SILENCE, TRICKLE -> Duration.ZERO;
        };
    }

    private static Duration between(Duration least, Duration most, SplittableRandom random) {
        return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
    }
}
