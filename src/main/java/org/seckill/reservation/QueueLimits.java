package org.seckill.reservation;

import java.time.Duration;
import java.util.Locale;

/**
 * The limits of the queue.
 *
 * @param places entries that one sale's stream may hold
 * @param claim how long an entry may be pending at a node before another node claims it
 * @param check the period of the comparisons of a sale's stock with the database
 * @param replicas the number that must acknowledge a reservation before its buyer is answered; 0 for none
 */
public record QueueLimits(int places, Duration claim, Duration check, int replicas) {
    /** The threads that reserve. Sales on other masters are delayed only if so many wait for silent masters. */
    public static final int LANE_THREADS = 64;

    /** The threads that consume streams, chosen in the same way. */
    public static final int DRAIN_THREADS = 64;

    public QueueLimits {
        if (places < 1 || replicas < 0 || !isPositive(claim) || !isPositive(check)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "places, claim and check must be positive, and replicas not negative: %d, %s, %s, %d",
                    places,
                    claim,
                    check,
                    replicas));
        }
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }
}
