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
 * Sells through the stored procedure, which decides. One hot row serves its transactions one after the other, so what
 * counts is how much each of them does: the orders of a sale go in batches. Safe for use by any number of threads.
 */
@Component
public final class ProcedureDesk implements PurchaseDesk, AutoCloseable {
    private final OrderBatcher lanes;

    ProcedureDesk(
            ProcedureMapper procedure,
            OrdersJson json,
            SoldOutBoard board,
            OrderDeadline patience,
            LaneLimits limits,
            CircuitBreaker pulse,
            MeterRegistry registry) {
        this.lanes = new OrderBatcher(
                "desk",
                new ProcedureEngine(procedure, json, board),
                patience,
                limits,
                sale -> pulse,
                registry,
                "seckill.");
    }

    @Override
    public CompletableFuture<Outcome> place(Sale sale, Order order) {
        return lanes.place(sale.id(), order);
    }

    /** The same for whoever has no copy of the sale. */
    public CompletableFuture<Outcome> place(long sale, Order order) {
        return lanes.place(sale, order);
    }

    /**
     * The same for whoever has less patience.
     *
     * @param until by {@link System#nanoTime()}; neither this call nor one that was lost on its way records it later
     */
    public CompletableFuture<Outcome> place(long sale, Order order, long until) {
        return lanes.place(sale, order, until);
    }

    @Override
    public Optional<Outcome> standing(Sale sale, Phone buyer) {
        // Whatever is not recorded is forgotten.
        return Optional.empty();
    }

    @Override
    public void close() {
        lanes.close();
    }
}
