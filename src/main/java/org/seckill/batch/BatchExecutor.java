package org.seckill.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.seckill.batch.BatchEngine.Decision;
import org.seckill.order.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/**
 * Calls the engine for the batches of one sale until each order is decided. A call whose connection dies is repeated
 * with the same tickets, so that an unknown outcome becomes a known one. A batch that fails because of one of its orders
 * is halved until that order is alone, and a batch that is too large for a packet until it fits. Thread-safe; one thread
 * per batch.
 */
public final class BatchExecutor {
    private static final Logger log = LoggerFactory.getLogger(BatchExecutor.class);

    private static final Duration RETRY_DELAY = Duration.ofMillis(50);
    private static final Duration WARNING_INTERVAL = Duration.ofSeconds(10);

    private final long sale;
    private final BatchEngine engine;
    private final CircuitBreaker breaker;
    private final BatchMeters meters;
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    /** Set by the latest answer; null before the first. One per sale: the engines of two sales may have different clocks. */
    private volatile @Nullable EngineClock engineClock;

    public BatchExecutor(long sale, BatchEngine engine, CircuitBreaker breaker, BatchMeters meters) {
        this.sale = sale;
        this.engine = engine;
        this.breaker = breaker;
        this.meters = meters;
    }

    /**
     * An engine's clock, extrapolated from one reading with {@link System#nanoTime()}. A change of this machine's wall clock
     * has no effect on it.
     *
     * @param reading the time that the engine returned
     * @param nanos {@link System#nanoTime()} when the reading arrived
     */
    record EngineClock(Instant reading, long nanos) {
        static EngineClock now(Instant reading) {
            return new EngineClock(reading, System.nanoTime());
        }

        /** @param now by {@link System#nanoTime()} */
        Instant at(long now) {
            return reading.plusNanos(now - nanos);
        }
    }

    /**
     * Blocks until every order of the batch is decided, refused or given up. The orders of a batch that was halved are
     * answered part by part: a later part may take until its deadline.
     *
     * @return the other decisions, with which the caller answers the orders. An order without an answer then is one that a
     *     lost call may record
     */
    public List<Decision> execute(List<PendingOrder> batch) {
        try {
            return callUntilKnown(batch);
        } catch (DataAccessException e) {
            callInParts(batch, e);
            return List.of();
        }
    }

    /** Answers the orders. An order that another engine decides is answered then. */
    static void answer(long sale, List<Decision> decisions) {
        for (Decision decision : decisions) {
            PendingOrder order = decision.order();
            // `answer` throws nothing.
            CompletableFuture<Outcome> unused = decision.outcome().whenComplete((outcome, failed) -> {
                if (outcome == null) {
                    log.error(
                            "no outcome sale={} ticket={}", sale, order.order().ticket(), failed);
                    order.decided(new Outcome.Unknown());
                } else {
                    order.decided(outcome);
                }
            });
        }
    }

    /** One order makes the whole call fail, or there are too many orders: calls with halves, in the order of arrival. */
    private void callInParts(List<PendingOrder> batch, DataAccessException first) {
        Deque<List<PendingOrder>> parts = new ArrayDeque<>();
        refuseOrHalve(batch, first, parts);
        while (!parts.isEmpty()) {
            List<PendingOrder> part = parts.pop();
            try {
                answer(sale, callUntilKnown(part));
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
            atFault.decided(new Outcome.Broken(
                    NestedExceptionUtils.getMostSpecificCause(e).toString()));
            return;
        }
        meters.split();
        int half = part.size() / 2;
        parts.push(part.subList(half, part.size()));
        parts.push(part.subList(0, half));
    }

    /** @throws DataAccessException when an order is at fault, or the call is too large */
    private List<Decision> callUntilKnown(List<PendingOrder> batch) {
        long begun = System.nanoTime();
        List<PendingOrder> open = stillWaiting(batch);
        while (!open.isEmpty()) {
            // Empty while only the clock is read: a failure there is no lost call.
            List<PendingOrder> called = List.of();
            try {
                EngineClock time = engineTime();
                called = stillWaiting(open).stream().filter(PendingOrder::send).toList();
                return called.isEmpty() ? List.of() : call(called, time);
            } catch (DataAccessException e) {
                updateBreaker(begun, e);
                handleFailure(called, e);
                warnIfDue(open.size(), e);
            }
            if (!breaker.isAvailable()) {
                open.forEach(PendingOrder::refuse);
            }
            if (!pause()) {
                open.forEach(PendingOrder::giveUp);
            }
            open = stillWaiting(open);
        }
        return List.of();
    }

    private List<Decision> call(List<PendingOrder> orders, EngineClock time) {
        long begun = System.nanoTime();
        meters.retried((int) orders.stream().filter(PendingOrder::wasSentBefore).count());
        Instant engineNow = time.at(begun);
        orders.forEach(order -> order.limitAt(begun, engineNow));
        if (log.isDebugEnabled()) {
            orders.forEach(sent -> log.debug(
                    "order sent sale={} ticket={} batch={}", sale, sent.order().ticket(), orders.size()));
        }
        BatchEngine.Answer answer = engine.decide(sale, orders);
        meters.committed(orders.size(), System.nanoTime() - begun);
        breaker.accepted();
        engineClock = EngineClock.now(answer.decidedAt());
        return answer.decisions();
    }

    private void updateBreaker(long begun, DataAccessException e) {
        Optional<BatchEngine.Refused> refusal = engine.refusal(e);
        if (refusal.isPresent()) {
            breaker.refused(begun, refusal.get());
        } else if (engine.isAnswer(e)) {
            breaker.answered();
        } else if (engine.diagnose(e) != FailureKind.OVERSIZED) {
            breaker.unanswered(begun, NestedExceptionUtils.getMostSpecificCause(e));
        }
    }

    /** An operator has to end a lasting refusal, such as a lock or a missing right. */
    private void warnIfDue(int orders, DataAccessException e) {
        log.debug("repeating the call sale={} orders={}", sale, orders, e);
        long now = System.nanoTime();
        long due = nextWarning.get();
        if (engine.isAnswer(e) && now - due >= 0 && nextWarning.compareAndSet(due, now + WARNING_INTERVAL.toNanos())) {
            log.warn(
                    "the engine refuses calls, they are repeated sale={} orders={}: {}",
                    sale,
                    orders,
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
        }
    }

    private void handleFailure(List<PendingOrder> called, DataAccessException failed) {
        switch (engine.diagnose(failed)) {
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
                // An error that only the driver found is in the answer, which comes after the commit.
                called.forEach(engine.isAnswer(failed) ? PendingOrder::returned : PendingOrder::lost);
                throw failed;
            }
        }
    }

    private static List<PendingOrder> stillWaiting(List<PendingOrder> batch) {
        long now = System.nanoTime();
        return batch.stream().filter(order -> order.stillWaits(now)).toList();
    }

    /** Reads the clock before the first call: each order is sent with a time after which the engine refuses it. */
    private EngineClock engineTime() {
        EngineClock known = engineClock;
        if (known == null) {
            // The answer's way back makes this time too early, never too late: orders expire early, which is safe.
            known = EngineClock.now(engine.clock(sale));
            engineClock = known;
        }
        return known;
    }

    /** @return false when this thread was interrupted: the orders are then given up */
    private static boolean pause() {
        try {
            Thread.sleep(RETRY_DELAY.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
