package org.seckill.testkit.sqlfault;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long what is held up is held up.
 *
 * @param patience of who waits for one answer
 * @param deadline of an order
 */
public record SqlPauses(Duration patience, Duration deadline) {
    Duration draw(SqlFaultKind kind, SplittableRandom random) {
        return switch (kind) {
            case PAUSE, REFUSE ->
                between(Duration.ofMillis(1), patience.multipliedBy(3).dividedBy(5), random);
            case LATE -> between(patience.multipliedBy(6).dividedBy(5), deadline.plus(patience), random);
            case CUT, RESET, SILENCE, TRICKLE -> Duration.ZERO;
        };
    }

    private static Duration between(Duration least, Duration most, SplittableRandom random) {
        return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
    }
}
