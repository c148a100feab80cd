package org.seckill.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.seckill.batch.BatchEngine.Decision;
import org.seckill.order.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of one sale's orders. Orders leave in the order of arrival. One batch is in flight at a time; it takes all
 * orders that wait when it starts, so no order waits for a batch to fill. The next batch starts as soon as the one
 * before it is decided, while the orders of that one are being completed. Thread-safe.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final BatchExecutor executor;
    private final Executor threads;
    private final ScheduledExecutorService watch;
    private final LaneLimits limits;
    private final BatchMeters meters;
    private final long sale;

    private final Deque<PendingOrder> queue = new ArrayDeque<>();
    private final ServiceRate rate;
    private List<PendingOrder> inFlight = List.of();
    private boolean busy;
    private long lastJoinAt = System.nanoTime();
    private boolean retired;

    /** The result of {@link #join}. */
    enum Joined {
        /** The order waits. */
        ACCEPTED,
        /** The lane is full: the caller answers busy at once. */
        FULL,
        /** The lane was idle and is closed: the caller opens another one. */
        RETIRED
    }

    /**
     * @param threads runs batches in the order of submission, so that a long lane does not starve a short one
     * @param watch gives up orders in doubt at their deadline
     */
    Lane(
            long sale,
            BatchExecutor executor,
            Executor threads,
            ScheduledExecutorService watch,
            LaneLimits limits,
            BatchMeters meters) {
        this.sale = sale;
        this.rate = new ServiceRate(limits.batch());
        this.executor = executor;
        this.threads = threads;
        this.watch = watch;
        this.limits = limits;
        this.meters = meters;
    }

    /** Never blocks. Starts a batch when none is in flight. */
    Joined join(PendingOrder order) {
        boolean idle;
        synchronized (queue) {
            if (retired) {
                return Joined.RETIRED;
            }
            if (queue.size() >= limits.places()) {
                return Joined.FULL;
            }
            queue.addLast(order);
            lastJoinAt = System.nanoTime();
            idle = !busy;
            busy = true;
        }
        if (idle) {
            start();
        }
        return Joined.ACCEPTED;
    }

    /** Whether no order waits or is in flight, and none has joined since {@code nanos}. */
    boolean isIdleSince(long nanos) {
        synchronized (queue) {
            return !busy && queue.isEmpty() && lastJoinAt - nanos < 0;
        }
    }

    /**
     * Closes the lane for further orders if it is idle since {@code idleSince}.
     *
     * @return whether the lane is closed
     */
    boolean retire(long idleSince) {
        synchronized (queue) {
            retired = retired || isIdleSince(idleSince);
            return retired;
        }
    }

    int length() {
        synchronized (queue) {
            return queue.size();
        }
    }

    /** Estimates the time until the orders that wait are served, in whole seconds; {@code longest} at most. */
    Duration timeToServeAll(Duration longest) {
        Duration time = rate.timeFor(length());
        return time.compareTo(longest) < 0 ? time : longest;
    }

    /** Gives up the waiting orders whose deadline has passed; the executor does so for a batch in flight. */
    void expire(long now) {
        // The queue is ordered by deadline, except for orders with a shorter one: these are found when they are first.
        for (PendingOrder expired = pollExpired(now); expired != null; expired = pollExpired(now)) {
            recordWait(List.of(expired), now);
            expired.giveUp();
        }
    }

    /** Answers busy to all orders that wait. */
    void refuseAll() {
        List<PendingOrder> refused;
        synchronized (queue) {
            refused = new ArrayList<>(queue);
            queue.clear();
        }
        recordWait(refused, System.nanoTime());
        refused.forEach(PendingOrder::refuse);
    }

    /** Refuses the waiting orders, and gives up those in flight although their call may still return. */
    void giveUpAll() {
        refuseAll();
        List<PendingOrder> sent;
        synchronized (queue) {
            sent = inFlight;
        }
        sent.forEach(PendingOrder::giveUp);
    }

    private void start() {
        try {
            threads.execute(this::executeNext);
        } catch (RuntimeException | Error e) {
            // No thread will take the waiting orders; the next order that joins starts again.
            synchronized (queue) {
                busy = false;
            }
            refuseAll();
            // Rejected: the desk was closed after these orders joined.
            if (!(e instanceof RejectedExecutionException)) {
                throw e;
            }
        }
    }

    private void executeNext() {
        List<PendingOrder> batch = List.of();
        List<Decision> decisions = List.of();
        try {
            batch = takeBatch();
            recordWait(batch, System.nanoTime());
            // Empty when all waiting orders were refused meanwhile.
            decisions = batch.isEmpty() ? decisions : execute(batch);
        } catch (RuntimeException | Error e) {
            log.error("a batch failed sale={} orders={}", sale, batch.size(), e);
            throw e;
        } finally {
            // Also after an error the lane goes on, and each order of the batch gets an answer.
            try {
                startNext();
            } finally {
                answer(batch, decisions);
            }
        }
    }

    private void answer(List<PendingOrder> batch, List<Decision> decisions) {
        try {
            BatchExecutor.answer(sale, decisions);
        } finally {
            batch.forEach(PendingOrder::refuse);
            batch.stream().filter(PendingOrder::isOpen).forEach(this::giveUpAtDeadline);
        }
    }

    // Not before the deadline: until then a lost call may still commit, and after -2 no call may.
    private void giveUpAtDeadline(PendingOrder inDoubt) {
        try {
            long left = inDoubt.nanosLeft(System.nanoTime());
            Future<?> givingUp = watch.schedule(inDoubt::giveUp, left, TimeUnit.NANOSECONDS);
            // Another engine may answer the order sooner; a task left behind would delay the desk's close.
            CompletableFuture<Outcome> unused =
                    inDoubt.answer().whenComplete((outcome, never) -> givingUp.cancel(false));
        } catch (RuntimeException | Error e) {
            // The desk is closed, or memory is exhausted: an early answer is better than none.
            inDoubt.giveUp();
        }
    }

    private List<Decision> execute(List<PendingOrder> batch) {
        long begun = System.nanoTime();
        try {
            return executor.execute(batch);
        } finally {
            rate.served(System.nanoTime() - begun);
        }
    }

    private List<PendingOrder> takeBatch() {
        synchronized (queue) {
            int size = Math.min(queue.size(), limits.batch());
            List<PendingOrder> batch = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                batch.add(queue.removeFirst());
            }
            inFlight = batch;
            return batch;
        }
    }

    private void recordWait(List<PendingOrder> orders, long now) {
        orders.forEach(order -> meters.waited(order.nanosSinceArrival(now)));
    }

    private void startNext() {
        synchronized (queue) {
            busy = !queue.isEmpty();
            if (!busy) {
                inFlight = List.of();
                return;
            }
        }
        start();
    }

    private @Nullable PendingOrder pollExpired(long now) {
        synchronized (queue) {
            PendingOrder first = queue.peekFirst();
            return first != null && first.nanosLeft(now) <= 0 ? queue.pollFirst() : null;
        }
    }

    /** Moving average of the time that a lane takes for a batch; the latest batch weighs a fifth. Thread-safe. */
    static final class ServiceRate {
        private static final double WEIGHT = 0.2;

        /** The estimate before the first batch: a commit on a slow disk. */
        private static final double FIRST_NANOS = 10_000_000;

        private final int batch;

        private volatile double nanosPerBatch = FIRST_NANOS;

        /** @param batch the most orders in one batch */
        ServiceRate(int batch) {
            this.batch = batch;
        }

        /** Adds the duration of a batch; called by one thread at a time. */
        void served(long nanos) {
            double before = nanosPerBatch;
            nanosPerBatch = before + WEIGHT * (nanos - before);
        }

        /** Estimates the time to serve so many orders, in whole seconds, rounded up, at least one. */
        Duration timeFor(int orders) {
            int batches = (orders + batch - 1) / batch;
            double seconds = batches * nanosPerBatch / Duration.ofSeconds(1).toNanos();
            return Duration.ofSeconds(Math.max(1, (long) Math.ceil(seconds)));
        }
    }
}
