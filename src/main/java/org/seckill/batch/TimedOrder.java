package org.seckill.batch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.seckill.order.Order;

/**
 * An order as a call sends it.
 *
 * @param latest by the engine's clock; the order is not recorded after it. Null: no limit
 */
public record TimedOrder(Order order, @Nullable Instant latest) {}
