package org.seckill.procedure;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.seckill.batch.BatchEngine;
import org.seckill.batch.FailureKind;
import org.seckill.batch.PendingOrder;
import org.seckill.batch.TimedOrder;
import org.seckill.soldout.SoldOutBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** The engine that calls {@code execute_seckill}. It marks sold-out sales on the board. Thread-safe. */
public final class ProcedureEngine implements BatchEngine {
    private static final Logger log = LoggerFactory.getLogger(ProcedureEngine.class);

    private final ProcedureMapper procedure;
    private final OrdersJson json;
    private final SoldOutBoard board;

    public ProcedureEngine(ProcedureMapper procedure, OrdersJson json, SoldOutBoard board) {
        this.procedure = procedure;
        this.json = json;
        this.board = board;
    }

    @Override
    public Instant clock(long sale) {
        return procedure.databaseClock();
    }

    @Override
    public Decision decide(long sale, List<PendingOrder> called, List<TimedOrder> orders) {
        List<OrderResult> results = procedure.execute(sale, json.write(orders));
        OrderResult last = results.get(results.size() - 1);
        if (last.saysSoldOut() && last.epoch() != null) {
            board.mark(sale, last.epoch(), last.decidedAt());
        }
        return new Decision(last.decidedAt(), () -> complete(sale, called, results));
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

    private static void complete(long sale, List<PendingOrder> called, List<OrderResult> results) {
        for (int i = 0; i < called.size(); i++) {
            PendingOrder pending = called.get(i);
            try {
                pending.decided(results.get(i).outcome(sale, pending.order().buyer()));
            } catch (RuntimeException e) {
                // Such as a row that was edited by hand: the other orders are still answered.
                log.error(
                        "unreadable result sale={} ticket={}",
                        sale,
                        pending.order().ticket(),
                        e);
                pending.broken("unreadable: " + e);
            }
        }
    }
}
