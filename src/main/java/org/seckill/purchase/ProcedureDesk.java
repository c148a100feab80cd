package org.seckill.purchase;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.seckill.sale.Seckill;
import org.seckill.soldout.SoldOutBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Sells through the stored procedure, which decides. A call whose connection dies is made again with the
 * same ticket until the deadline, so that an unknown outcome becomes a known one. Safe for use by any
 * number of threads.
 */
@Component
final class ProcedureDesk {
    private static final Logger log = LoggerFactory.getLogger(ProcedureDesk.class);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final PurchaseMapper purchases;
    private final OrdersJson json;
    private final SoldOutBoard board;
    private final Patience patience;
    private final Clock clock;

    ProcedureDesk(PurchaseMapper purchases, OrdersJson json, SoldOutBoard board, Patience patience, Clock clock) {
        this.purchases = purchases;
        this.json = json;
        this.board = board;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Answers when the order is decided and, if recorded, committed.
     *
     * @return {@code Recorded}, {@code Repeat}, {@code Over}, or {@code Busy} when it was surely not recorded
     * @throws PurchaseUnknown when the deadline passed and the order may be recorded or not
     * @throws DataAccessException when the database refused the call for good; nothing is recorded
     */
    Outcome place(Seckill sale, Order order) {
        String orders = json.write(List.of(order));
        Instant deadline = clock.instant().plus(patience.deadline());
        DataAccessException unknown = null;
        do {
            try {
                return settle(sale, order, purchases.execute(sale.id(), orders).get(0));
            } catch (DataAccessException e) {
                unknown = latestUnknown(e, unknown);
                log.info(
                        "purchase call failed, asking again sale={} ticket={}: {}",
                        sale.id(),
                        order.ticket(),
                        e.toString());
            }
        } while (pause() && clock.instant().isBefore(deadline));
        if (unknown != null) {
            throw new PurchaseUnknown(sale.id(), order.ticket(), unknown);
        }
        return new Outcome.Busy(RETRY_AFTER);
    }

    private Outcome settle(Seckill sale, Order order, Verdict verdict) {
        if (verdict.saysSoldOut() && verdict.epoch() != null) {
            board.mark(sale.id(), verdict.epoch(), verdict.decidedAt());
        }
        return verdict.outcome(sale.id(), order.buyer());
    }

    // Once a call may have been committed, a later rejected one does not make the order known.
    private static @Nullable DataAccessException latestUnknown(
            DataAccessException failed, @Nullable DataAccessException before) {
        return switch (SqlDiagnosis.of(failed)) {
            case REJECTED -> before;
            case UNKNOWN -> failed;
            case BROKEN -> throw failed;
        };
    }

    /** @return false when this thread is to end: the order is then answered with what is known of it */
    private static boolean pause() {
        try {
            Thread.sleep(BETWEEN_TRIES.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
