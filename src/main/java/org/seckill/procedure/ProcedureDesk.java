package org.seckill.procedure;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.seckill.batch.BatchEngine;
import org.seckill.batch.CircuitBreaker;
import org.seckill.batch.FailureKind;
import org.seckill.batch.LaneLimits;
import org.seckill.batch.OrderBatcher;
import org.seckill.batch.PendingOrder;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.OrderDeadline;
import org.seckill.order.Outcome;
import org.seckill.order.PurchaseDesk;
import org.seckill.procedure.ProcedureMapper.OrderResult;
import org.seckill.sale.Sale;
import org.seckill.soldout.SoldOutBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The purchase desk that records orders with the stored procedure. A sale's row commits one transaction after the other,
 * so the orders of a sale are sent in batches. Thread-safe.
 */
@Component
public final class ProcedureDesk implements PurchaseDesk, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProcedureDesk.class);

    private final OrderBatcher batcher;

    ProcedureDesk(
            ProcedureMapper procedure,
            SoldOutBoard board,
            OrderDeadline deadline,
            LaneLimits limits,
            CircuitBreaker breaker,
            MeterRegistry registry) {
        this.batcher = new OrderBatcher(
                "desk", new Engine(procedure, board), deadline, limits, sale -> breaker, registry, "seckill.");
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

    /** The engine that calls {@code execute_seckill}. It marks sold-out sales on the board. Thread-safe. */
    public static final class Engine implements BatchEngine {
        private static final JsonMapper JSON = JsonMapper.shared();

        private final ProcedureMapper procedure;
        private final SoldOutBoard board;

        /** An order as {@code execute_seckill} takes it: an element of its JSON list. */
        private record JsonOrder(
                String phone, String ticket, @Nullable Long latest) {
            static JsonOrder of(PendingOrder pending) {
                Instant latest = pending.latest();
                return new JsonOrder(
                        pending.order().buyer().digits(),
                        pending.order().ticket().id(),
                        latest == null ? null : latest.toEpochMilli());
            }
        }

        public Engine(ProcedureMapper procedure, SoldOutBoard board) {
            this.procedure = procedure;
            this.board = board;
        }

        /** Writes orders as the JSON list that {@code execute_seckill} takes. */
        static String json(List<PendingOrder> orders) {
            return JSON.writeValueAsString(orders.stream().map(JsonOrder::of).toList());
        }

        @Override
        public Instant clock(long sale) {
            return procedure.databaseClock();
        }

        @Override
        public Answer decide(long sale, List<PendingOrder> orders) {
            List<OrderResult> results = procedure.execute(sale, json(orders));
            OrderResult last = results.get(results.size() - 1);
            if (last.saysSoldOut() && last.epoch() != null) {
                board.mark(sale, last.epoch(), last.decidedAt());
            }
            List<Decision> decisions = new ArrayList<>(orders.size());
            for (int i = 0; i < orders.size(); i++) {
                decisions.add(new Decision(orders.get(i), outcome(sale, orders.get(i), results.get(i))));
            }
            return new Answer(last.decidedAt(), decisions);
        }

        @Override
        public FailureKind diagnose(DataAccessException failed) {
            return SqlErrorClassifier.of(failed);
        }

        @Override
        public Optional<Refused> refusal(DataAccessException failed) {
            return SqlErrorClassifier.refusal(failed);
        }

        @Override
        public boolean isAnswer(DataAccessException failed) {
            return SqlErrorClassifier.isAnswer(failed);
        }

        private static Outcome outcome(long sale, PendingOrder pending, OrderResult result) {
            try {
                return result.outcome(sale, pending.order().buyer());
            } catch (RuntimeException e) {
                // Such as a row that was edited by hand: the other orders are still answered.
                log.error(
                        "unreadable result sale={} ticket={}",
                        sale,
                        pending.order().ticket(),
                        e);
                return new Outcome.Broken("unreadable: " + e);
            }
        }
    }
}
