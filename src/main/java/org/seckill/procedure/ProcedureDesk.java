package org.seckill.procedure;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.seckill.batch.CircuitBreaker;
import org.seckill.batch.LaneLimits;
import org.seckill.batch.OrderBatcher;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.OrderDeadline;
import org.seckill.order.Outcome;
import org.seckill.order.PurchaseDesk;
import org.seckill.sale.Sale;
import org.seckill.soldout.SoldOutBoard;
import org.springframework.stereotype.Component;

/**
 * The purchase desk that records orders with the stored procedure. A sale's row commits one transaction after the other,
 * so the orders of a sale are sent in batches. Thread-safe.
 */
@Component
public final class ProcedureDesk implements PurchaseDesk, AutoCloseable {
    private final OrderBatcher batcher;

    ProcedureDesk(
            ProcedureMapper procedure,
            SoldOutBoard board,
            OrderDeadline deadline,
            LaneLimits limits,
            CircuitBreaker breaker,
            MeterRegistry registry) {
        this.batcher = new OrderBatcher(
                "desk", new ProcedureEngine(procedure, board), deadline, limits, sale -> breaker, registry, "seckill.");
    }

    @Override
    public CompletableFuture<Outcome> place(Sale sale, Order order) {
        return batcher.place(sale.id(), order);
    }

    /** Places an order for a caller without a copy of the sale. Never blocks. */
    public CompletableFuture<Outcome> place(long sale, Order order) {
        return batcher.place(sale, order);
    }

    /**
     * Places an order with a deadline of its own. Never blocks.
     *
     * @param until the deadline by {@link System#nanoTime()}; no call, not even a delayed one, records the order after it
     */
    public CompletableFuture<Outcome> place(long sale, Order order, long until) {
        return batcher.place(sale, order, until);
    }

    @Override
    public Optional<Outcome> standing(Sale sale, Phone buyer) {
        // This desk keeps no orders: what is not recorded has no state.
        return Optional.empty();
    }

    @Override
    public void close() {
        batcher.close();
    }
}
