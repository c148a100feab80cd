package org.seckill.desk;

/**
 * How much the desk takes on.
 *
 * @param callers batches in flight at most, of all sales together; each holds a connection
 * @param places orders that may wait in one sale's lane
 * @param batch orders in one call at most
 */
public record LaneLimits(int callers, int places, int batch) {
    public LaneLimits {
        if (callers < 1 || places < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "limits are positive, not %d, %d and %d".formatted(callers, places, batch));
        }
    }
}
