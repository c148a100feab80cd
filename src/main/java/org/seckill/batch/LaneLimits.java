package org.seckill.batch;

import java.time.Duration;
import java.util.Locale;

/**
 * The limits of a desk's lanes.
 *
 * @param callers the most batches in flight, over all sales; each holds a connection
 * @param places the most orders that wait in one sale's lane
 * @param batch the most orders in one call
 * @param keptIdle how long a lane without orders is kept
 */
public record LaneLimits(int callers, int places, int batch, Duration keptIdle) {
    /** Longer than an order may be in doubt: a new lane knows nothing of the calls of the lane before it. */
    private static final Duration KEPT_IDLE = Duration.ofMinutes(5);

    public LaneLimits {
        if (callers < 1 || places < 1 || batch < 1) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "lane limits have to be positive, not callers=%d, places=%d, batch=%d",
                    callers,
                    places,
                    batch));
        }
    }

    public LaneLimits(int callers, int places, int batch) {
        this(callers, places, batch, KEPT_IDLE);
    }
}
