package org.seckill.batch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.seckill.order.Order;

/**
 * An order as it is sent.
 *
 * @param latest by the database's clock; after it the order is not recorded. Null: whenever it comes
 */
public record TimedOrder(Order order, @Nullable Instant latest) {}
