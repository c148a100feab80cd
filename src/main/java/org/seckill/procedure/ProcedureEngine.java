package org.seckill.procedure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.seckill.batch.BatchEngine;
import org.seckill.batch.FailureKind;
import org.seckill.batch.PendingOrder;
import org.seckill.order.Outcome;
import org.seckill.soldout.SoldOutBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.json.JsonMapper;

/** The engine that calls {@code execute_seckill}. It marks sold-out sales on the board. Thread-safe. */
public final class ProcedureEngine implements BatchEngine {
    private static final Logger log = LoggerFactory.getLogger(ProcedureEngine.class);

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

    public ProcedureEngine(ProcedureMapper procedure, SoldOutBoard board) {
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
                    "unreadable result sale={} ticket={}", sale, pending.order().ticket(), e);
            return new Outcome.Broken("unreadable: " + e);
        }
    }
}
