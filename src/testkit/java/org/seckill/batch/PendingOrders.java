package org.seckill.batch;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.seckill.order.Order;

/** Creates orders for tests that call an engine directly. */
public final class PendingOrders {
    private static final Duration LONG = Duration.ofMinutes(10);

    private PendingOrders() {}

    /** @param latest by the engine's clock; null for no limit */
    public static PendingOrder of(Order order, @Nullable Instant latest) {
        long now = System.nanoTime();
        PendingOrder pending = new PendingOrder(order, now, now + LONG.toNanos());
        if (latest != null) {
            pending.limitAt(now, latest.minus(LONG));
        }
        return pending;
    }
}
