package org.seckill.sale;

import java.time.Instant;

/**
 * When a sale sells: from {@code start}, which counts, to {@code end}, which does not.
 */
public record Window(Instant start, Instant end) {
    /** @throws IllegalArgumentException unless it opens before it closes */
    public Window {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a window opens before it closes, not %s to %s".formatted(start, end));
        }
    }

    public Phase phase(Instant now) {
        if (now.isBefore(start)) {
            return Phase.SOON;
        }
        return now.isBefore(end) ? Phase.OPEN : Phase.OVER;
    }
}
