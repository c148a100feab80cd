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

/** The stored procedure. What it says of a sale's end goes to the board. Safe for use by any number of threads. */
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
        List<OrderResult> verdicts = procedure.execute(sale, json.write(orders));
        OrderResult last = verdicts.get(verdicts.size() - 1);
        if (last.saysSoldOut() && last.epoch() != null) {
            board.mark(sale, last.epoch(), last.decidedAt());
        }
        return new Decision(last.decidedAt(), () -> answer(sale, called, verdicts));
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

    private static void answer(long sale, List<PendingOrder> called, List<OrderResult> verdicts) {
        for (int i = 0; i < called.size(); i++) {
            PendingOrder buyer = called.get(i);
            try {
                buyer.decided(verdicts.get(i).outcome(sale, buyer.order().buyer()));
            } catch (RuntimeException e) {
                // A row that somebody wrote by hand, say: the others are answered nevertheless.
                log.error(
                        "unreadable verdict sale={} ticket={}",
                        sale,
                        buyer.order().ticket(),
                        e);
                buyer.broken("unreadable: " + e);
            }
        }
    }
}
