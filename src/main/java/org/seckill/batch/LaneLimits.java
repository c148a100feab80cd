package org.seckill.batch;

import java.time.Duration;
import java.util.Locale;

/**
 * How much the desk takes on.
 *
 * @param callers batches in flight at most, of all sales together; each holds a connection
 * @param places orders that may wait in one sale's lane
 * @param batch orders in one call at most
 * @param keptIdle how long a sale's lane is kept when nobody comes
 */
public record LaneLimits(int callers, int places, int batch, Duration keptIdle) {
    /** Longer than anything may be in doubt: a new lane knows nothing of what the one before it sent. */
    private static final Duration KEPT_IDLE = Duration.ofMinutes(5);

    public LaneLimits {
        if (callers < 1 || places < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "limits are positive, not %d, %d and %d", callers, places, batch));
        }
    }

    public LaneLimits(int callers, int places, int batch) {
        this(callers, places, batch, KEPT_IDLE);
    }
}
