package org.seckill.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/**
 * Puts a sale's batches to the engine until each order is known. A call whose connection dies is made again
 * with the same tickets, so that an unknown outcome becomes a known one; a batch that the engine refuses as
 * wrong in itself is halved until the order at fault stands alone, and one that is too large for a packet until it
 * passes. Safe for use by any number of threads, a
 * batch by one.
 */
public final class BatchExecutor {
    private static final Logger log = LoggerFactory.getLogger(BatchExecutor.class);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofSeconds(10);

    private final long sale;
    private final BatchEngine decider;
    private final CircuitBreaker pulse;
    private final BatchMeters meters;
    private final AtomicLong nextComplaint = new AtomicLong(System.nanoTime());

    /** As of the latest verdict; null before the first. The sale's own: another's engine may have another clock. */
    private volatile @Nullable EngineClock told;

    public BatchExecutor(long sale, BatchEngine decider, CircuitBreaker pulse, BatchMeters meters) {
        this.sale = sale;
        this.decider = decider;
        this.pulse = pulse;
        this.meters = meters;
    }

    /**
     * Returns when every order of the batch is decided or refused, or given up and answered so.
     *
     * @return answers those that are decided; to be run once. Afterwards those are open still whom a lost call may yet
     *     record
     */
    public Runnable serve(List<PendingOrder> batch) {
        try {
            return callUntilKnown(batch);
        } catch (DataAccessException e) {
            serveInParts(batch, e);
            return () -> {};
        }
    }

    /** Some order makes the whole call fail, or there are too many: halves, and halves of these, in the order of arrival. */
    private void serveInParts(List<PendingOrder> batch, DataAccessException first) {
        Deque<List<PendingOrder>> parts = new ArrayDeque<>();
        refuseOrHalve(batch, first, parts);
        while (!parts.isEmpty()) {
            List<PendingOrder> part = parts.pop();
            try {
                callUntilKnown(part).run();
            } catch (DataAccessException e) {
                refuseOrHalve(part, e, parts);
            }
        }
    }

    private void refuseOrHalve(List<PendingOrder> part, DataAccessException e, Deque<List<PendingOrder>> parts) {
        if (part.size() == 1) {
            PendingOrder atFault = part.get(0);
            log.error(
                    "the engine refused the order sale={} ticket={}",
                    sale,
                    atFault.order().ticket(),
                    e);
            atFault.broken(NestedExceptionUtils.getMostSpecificCause(e).toString());
            return;
        }
        meters.split();
        int half = part.size() / 2;
        parts.push(part.subList(half, part.size()));
        parts.push(part.subList(0, half));
    }

    /** @throws DataAccessException when the call is refused as wrong in itself, or as too large */
    private Runnable callUntilKnown(List<PendingOrder> batch) {
        long begun = System.nanoTime();
        List<PendingOrder> open = stillWaiting(batch);
        while (!open.isEmpty()) {
            // None as long as only the clock is asked for.
            List<PendingOrder> called = List.of();
            try {
                EngineClock time = engineTime();
                called = stillWaiting(open).stream().filter(PendingOrder::send).toList();
                return called.isEmpty() ? () -> {} : call(called, time);
            } catch (DataAccessException e) {
                failed(begun, e);
                takeBack(called, e);
                complain(open.size(), e);
            }
            if (!pulse.isSound()) {
                open.forEach(PendingOrder::refuse);
            }
            if (!pause()) {
                open.forEach(PendingOrder::giveUp);
            }
            open = stillWaiting(open);
        }
        return () -> {};
    }

    private Runnable call(List<PendingOrder> open, EngineClock time) {
        long begun = System.nanoTime();
        meters.retried((int) open.stream().filter(PendingOrder::wasSentBefore).count());
        Instant engineNow = time.at(begun);
        List<TimedOrder> orders =
                open.stream().map(buyer -> buyer.sentAt(begun, engineNow)).toList();
        if (log.isDebugEnabled()) {
            orders.forEach(sent -> log.debug(
                    "order sent sale={} ticket={} batch={}", sale, sent.order().ticket(), orders.size()));
        }
        BatchEngine.Decision decision = decider.decide(sale, open, orders);
        meters.committed(open.size(), System.nanoTime() - begun);
        pulse.accepted();
        told = EngineClock.now(decision.decidedAt());
        return decision.answers();
    }

    private void failed(long begun, DataAccessException e) {
        Optional<BatchEngine.Refused> refusal = decider.refusal(e);
        if (refusal.isPresent()) {
            pulse.refused(begun, refusal.get());
        } else if (decider.isAnswer(e)) {
            pulse.beat();
        } else if (decider.diagnose(e) != FailureKind.OVERSIZED) {
            pulse.missed(begun, NestedExceptionUtils.getMostSpecificCause(e));
        }
    }

    /** A refusal that goes on is the operator's to end: a lock, or a right that is missing. */
    private void complain(int orders, DataAccessException e) {
        log.debug("asking again sale={} orders={}", sale, orders, e);
        long now = System.nanoTime();
        long due = nextComplaint.get();
        if (decider.isAnswer(e)
                && now - due >= 0
                && nextComplaint.compareAndSet(due, now + BETWEEN_COMPLAINTS.toNanos())) {
            log.warn(
                    "the engine refuses calls, which are made again sale={} orders={}: {}",
                    sale,
                    orders,
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
        }
    }

    private void takeBack(List<PendingOrder> called, DataAccessException failed) {
        switch (decider.diagnose(failed)) {
            case REJECTED -> called.forEach(PendingOrder::returned);
            case UNKNOWN -> {
                if (!called.isEmpty()) {
                    meters.unknownCommit(called.size());
                }
                called.forEach(PendingOrder::lost);
            }
            case OVERSIZED -> {
                called.forEach(PendingOrder::returned);
                throw failed;
            }
            case BROKEN -> {
                // What the driver alone finds wrong, it finds in the answer, and that comes after the commit.
                called.forEach(decider.isAnswer(failed) ? PendingOrder::returned : PendingOrder::lost);
                throw failed;
            }
        }
    }

    private static List<PendingOrder> stillWaiting(List<PendingOrder> batch) {
        long now = System.nanoTime();
        return batch.stream().filter(buyer -> buyer.stillWaits(now)).toList();
    }

    /** Asks for it before the first call: no order leaves without a time after which the engine refuses it. */
    private EngineClock engineTime() {
        EngineClock known = told;
        if (known == null) {
            // Heard after it was said: what the answer took on its way makes orders end earlier by that clock, not
            // later.
            known = EngineClock.now(decider.clock(sale));
            told = known;
        }
        return known;
    }

    /** @return false when this thread is to end: the orders are then answered with what is known of them */
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
