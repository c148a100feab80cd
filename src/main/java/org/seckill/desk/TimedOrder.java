package org.seckill.desk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order as it is sent.
 *
 * @param latest by the database's clock; after it the order is not recorded. Null: whenever it comes
 */
public record TimedOrder(Order order, @Nullable Instant latest) {}
