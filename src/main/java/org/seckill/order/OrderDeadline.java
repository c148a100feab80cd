package org.seckill.order;

import java.time.Duration;

/**
 * How long one order may take until it is answered, whatever dies meanwhile.
 *
 * @param deadline positive
 */
public record OrderDeadline(Duration deadline) {
    public OrderDeadline {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a deadline is positive, not " + deadline);
        }
    }
}
