package org.seckill.sale;

import java.time.Instant;

/**
 * The time in which a sale sells: from {@code start} (included) to {@code end} (excluded).
 */
public record Window(Instant start, Instant end) {
    /** @throws IllegalArgumentException unless the start is before the end */
    public Window {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException(
                    "the start of a window has to be before its end: start %s, end %s".formatted(start, end));
        }
    }

    public Phase phase(Instant now) {
        if (now.isBefore(start)) {
            return Phase.SOON;
        }
        return now.isBefore(end) ? Phase.OPEN : Phase.OVER;
    }
}
