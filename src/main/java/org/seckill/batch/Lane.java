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
import org.seckill.order.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sale's waiting line. Orders leave in the order of their arrival; one batch is in flight at a time and
 * takes whoever waits then, so that nobody waits for a batch to fill. The next batch leaves as soon as the
 * one before it is decided, while that one's buyers are being answered. Safe for use by any number of
 * threads.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final BatchExecutor teller;
    private final Executor threads;
    private final ScheduledExecutorService watch;
    private final LaneLimits limits;
    private final BatchMeters meters;
    private final long sale;

    private final Deque<PendingOrder> line = new ArrayDeque<>();
    private final ServiceRate rate;
    private List<PendingOrder> inFlight = List.of();
    private boolean serving;
    private long joinedAt = System.nanoTime();
    private boolean retired;

    /** What became of an order that came. */
    enum Joined {
        STANDS,
        /** The line is full: the caller answers busy at once. */
        FULL,
        /** This lane takes no more orders, and stands for its sale no longer: another one begins. */
        RETIRED
    }

    /**
     * @param threads serve lanes in the order in which they ask, so that a long line does not starve a short one
     * @param watch ends, at its deadline, what a batch left in doubt
     */
    Lane(
            long sale,
            BatchExecutor teller,
            Executor threads,
            ScheduledExecutorService watch,
            LaneLimits limits,
            BatchMeters meters) {
        this.sale = sale;
        this.rate = new ServiceRate(limits.batch());
        this.teller = teller;
        this.threads = threads;
        this.watch = watch;
        this.limits = limits;
        this.meters = meters;
    }

    Joined join(PendingOrder buyer) {
        boolean idle;
        synchronized (line) {
            if (retired) {
                return Joined.RETIRED;
            }
            if (line.size() >= limits.places()) {
                return Joined.FULL;
            }
            line.addLast(buyer);
            joinedAt = System.nanoTime();
            idle = !serving;
            serving = true;
        }
        if (idle) {
            begin();
        }
        return Joined.STANDS;
    }

    /** @return whether nobody has joined since then, and nobody waits or is in flight */
    boolean isIdleSince(long nanos) {
        synchronized (line) {
            return !serving && line.isEmpty() && joinedAt - nanos < 0;
        }
    }

    /** When it is idle since then, it takes no more orders. @return whether that is so */
    boolean retire(long idleSince) {
        synchronized (line) {
            retired = retired || isIdleSince(idleSince);
            return retired;
        }
    }

    int length() {
        synchronized (line) {
            return line.size();
        }
    }

    /** How long the line takes to be served at the pace of late, but no longer than anybody waits; whole seconds. */
    Duration timeToServeAll(Duration longest) {
        Duration time = rate.timeFor(length());
        return time.compareTo(longest) < 0 ? time : longest;
    }

    /** Answers those in the line whose deadline has passed; a batch in flight ends by itself. */
    void expire(long now) {
        // They came in the order of their deadlines, but for those with less patience: these are noticed when they are
        // first.
        for (PendingOrder late = pollLate(now); late != null; late = pollLate(now)) {
            left(List.of(late), now);
            late.giveUp();
        }
    }

    /** Answers busy to all who wait in the line. */
    void refuseAll() {
        List<PendingOrder> refused;
        synchronized (line) {
            refused = new ArrayList<>(line);
            line.clear();
        }
        left(refused, System.nanoTime());
        refused.forEach(PendingOrder::refuse);
    }

    /** Answers also those in flight with what is known of them, though their call may return yet. */
    void giveUpAll() {
        refuseAll();
        List<PendingOrder> sent;
        synchronized (line) {
            sent = inFlight;
        }
        sent.forEach(PendingOrder::giveUp);
    }

    private void begin() {
        try {
            threads.execute(this::serveNext);
        } catch (RuntimeException | Error e) {
            // Nobody comes for these; whoever joins next begins anew.
            synchronized (line) {
                serving = false;
            }
            refuseAll();
            // Rejected: the desk was closed since these orders came.
            if (!(e instanceof RejectedExecutionException)) {
                throw e;
            }
        }
    }

    private void serveNext() {
        List<PendingOrder> batch = List.of();
        Runnable answers = () -> {};
        try {
            batch = take();
            left(batch, System.nanoTime());
            // Empty when all who waited were refused meanwhile.
            answers = batch.isEmpty() ? answers : serve(batch);
        } catch (RuntimeException | Error e) {
            log.error("a batch failed sale={} orders={}", sale, batch.size(), e);
            throw e;
        } finally {
            // Whatever happened, the sale goes on, and nobody is left without an answer.
            try {
                goOn();
            } finally {
                end(batch, answers);
            }
        }
    }

    private void end(List<PendingOrder> batch, Runnable answers) {
        try {
            answers.run();
        } finally {
            batch.forEach(PendingOrder::refuse);
            batch.stream().filter(PendingOrder::isOpen).forEach(this::giveUpInTime);
        }
    }

    // Until then a lost call may still be recorded, and -2 promises that none will be.
    private void giveUpInTime(PendingOrder inDoubt) {
        try {
            long left = inDoubt.nanosLeft(System.nanoTime());
            Future<?> givingUp = watch.schedule(inDoubt::giveUp, left, TimeUnit.NANOSECONDS);
            // Whoever waits for another engine hears of it sooner, and the desk is not to stay open for nobody.
            CompletableFuture<Outcome> unused =
                    inDoubt.answer().whenComplete((outcome, never) -> givingUp.cancel(false));
        } catch (RuntimeException | Error e) {
            // The desk is closed, or memory is at its end: rather too early than never.
            inDoubt.giveUp();
        }
    }

    private Runnable serve(List<PendingOrder> batch) {
        long begun = System.nanoTime();
        try {
            return teller.serve(batch);
        } finally {
            rate.served(System.nanoTime() - begun);
        }
    }

    private List<PendingOrder> take() {
        synchronized (line) {
            int size = Math.min(line.size(), limits.batch());
            List<PendingOrder> batch = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                batch.add(line.removeFirst());
            }
            inFlight = batch;
            return batch;
        }
    }

    private void left(List<PendingOrder> buyers, long now) {
        buyers.forEach(buyer -> meters.waited(buyer.nanosSinceArrival(now)));
    }

    private void goOn() {
        synchronized (line) {
            serving = !line.isEmpty();
            if (!serving) {
                inFlight = List.of();
                return;
            }
        }
        begin();
    }

    private @Nullable PendingOrder pollLate(long now) {
        synchronized (line) {
            PendingOrder first = line.peekFirst();
            return first != null && first.nanosLeft(now) <= 0 ? line.pollFirst() : null;
        }
    }
}
