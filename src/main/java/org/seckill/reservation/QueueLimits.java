package org.seckill.reservation;

import java.time.Duration;
import java.util.Locale;

/**
 * How the queue works.
 *
 * @param places entries that one sale's stream may hold
 * @param claim how long an entry may be in the hands of a node before another takes it over
 * @param check how often a sale's stock is compared with the database
 * @param replicas that must have a reservation before its buyer is told; 0 for none
 */
public record QueueLimits(int places, Duration claim, Duration check, int replicas) {
    /** So many sales may wait for masters that say nothing until those of other masters are held up by that. */
    public static final int LANE_THREADS = 64;

    /** The same, of those whose streams are brought into the database. */
    public static final int DRAIN_THREADS = 64;

    public QueueLimits {
        if (places < 1 || replicas < 0 || !isPositive(claim) || !isPositive(check)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "no limits: %d places, %s, %s, %d replicas", places, claim, check, replicas));
        }
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }
}
