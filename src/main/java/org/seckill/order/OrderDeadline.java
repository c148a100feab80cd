package org.seckill.order;

import java.time.Duration;

/**
 * The time in which each order is answered, also when connections or engines fail.
 *
 * @param deadline from the order's arrival; positive
 */
public record OrderDeadline(Duration deadline) {
    public OrderDeadline {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("an order's deadline has to be positive, not " + deadline);
        }
    }
}
