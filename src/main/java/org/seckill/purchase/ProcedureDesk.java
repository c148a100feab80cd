package org.seckill.purchase;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.seckill.sale.Seckill;
import org.seckill.soldout.SoldOutBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Sells through the stored procedure, which decides. A call whose connection dies is made again with the
 * same ticket until the deadline, so that an unknown outcome becomes a known one; after the deadline the
 * database itself refuses the order, so that a call which was lost on its way records nothing behind
 * anybody's back. While the database does not answer, orders are refused at once. Safe for use by any
 * number of threads.
 */
@Component
final class ProcedureDesk {
    private static final Logger log = LoggerFactory.getLogger(ProcedureDesk.class);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    /** Fewer than the server has threads: pages and refusals go on however many wait here. */
    private static final int MOST_WAITING = 512;

    private final PurchaseMapper purchases;
    private final OrdersJson json;
    private final SoldOutBoard board;
    private final Patience patience;
    private final Clock clock;
    private final Pulse pulse = new Pulse(System::nanoTime);
    private final Semaphore places = new Semaphore(MOST_WAITING);

    /** How far the database's clock is ahead of ours, as of the latest verdict; null before the first. */
    private volatile @Nullable Duration ahead;

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
     * @return {@code Recorded}, {@code Repeat}, {@code Over}, {@code Busy} or {@code Unknown}
     * @throws DataAccessException when the database refused the call for good; nothing is recorded
     */
    Outcome place(Seckill sale, Order order) {
        if (!pulse.mayTry() || !places.tryAcquire()) {
            return Outcome.Busy.SOON;
        }
        try {
            return callUntilKnown(sale, order);
        } finally {
            places.release();
        }
    }

    private Outcome callUntilKnown(Seckill sale, Order order) {
        Instant deadline = clock.instant().plus(patience.deadline());
        String orders = json.write(List.of(order), inItsTime(deadline));
        long begun = System.nanoTime();
        boolean sent = false;
        do {
            try {
                return settle(sale, order, purchases.execute(sale.id(), orders).get(0));
            } catch (DataAccessException e) {
                sent |= isUnknown(e);
                if (SqlDiagnosis.isAnswer(e)) {
                    pulse.beat();
                } else {
                    pulse.missed(begun, SqlDiagnosis.rootOf(e));
                }
                log.debug("asking again sale={} ticket={}", sale.id(), order.ticket(), e);
            }
        } while ((sent || pulse.isSound()) && pause() && clock.instant().isBefore(deadline));
        return sent ? unknown(sale, order) : Outcome.Busy.SOON;
    }

    private Outcome settle(Seckill sale, Order order, Verdict verdict) {
        pulse.beat();
        ahead = Duration.between(clock.instant(), verdict.decidedAt());
        if (verdict.saysSoldOut() && verdict.epoch() != null) {
            board.mark(sale.id(), verdict.epoch(), verdict.decidedAt());
        }
        return verdict.outcome(sale.id(), order.buyer());
    }

    private static Outcome unknown(Seckill sale, Order order) {
        log.warn("outcome unknown sale={} ticket={}", sale.id(), order.ticket());
        return new Outcome.Unknown();
    }

    private @Nullable Instant inItsTime(Instant deadline) {
        Duration offset = ahead;
        return offset == null ? null : deadline.plus(offset);
    }

    private static boolean isUnknown(DataAccessException failed) {
        return switch (SqlDiagnosis.of(failed)) {
            case REJECTED -> false;
            case UNKNOWN -> true;
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
