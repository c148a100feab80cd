package org.seckill.queue;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The consumer of one sale's stream: records its entries in the database, in turns. A turn is bounded, so that busy sales
 * share the threads with the others. Run by one thread at a time; {@link #wake} and {@link #stop} by any.
 */
final class SaleConsumer implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(SaleConsumer.class);

    /**
     * From the start of a turn to the start of the next, unless the turn was full. Fewer and larger calls cost the database
     * less per order, and pages do not ask for a result earlier.
     */
    private static final Duration PACE = Duration.ofMillis(100);

    private enum Stage {
        IDLE,
        RUNNING,
        WOKEN,
        /** Final: it takes no more turns. */
        RETIRED
    }

    private final long sale;
    private final PendingEntries entries;
    private final Executor threads;
    private final ScheduledExecutorService scheduler;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.IDLE);
    private volatile long begunAt = System.nanoTime() - PACE.toNanos();

    /**
     * @param threads run the turns
     * @param scheduler schedules a turn that is not due yet
     */
    SaleConsumer(long sale, PendingEntries entries, Executor threads, ScheduledExecutorService scheduler) {
        this.sale = sale;
        this.entries = entries;
        this.threads = threads;
        this.scheduler = scheduler;
    }

    /**
     * Requests a turn, because the stream may have entries. Never blocks.
     *
     * @return false if this consumer is retired: the caller wakes a new one
     */
    boolean wake() {
        Stage before = stage.getAndUpdate(now -> now == Stage.RETIRED ? now : Stage.WOKEN);
        if (before == Stage.IDLE) {
            beginWhenDue();
        }
        return before != Stage.RETIRED;
    }

    /** Retires this consumer if it is idle and its stream was empty. @return whether it is retired now */
    boolean retire() {
        return waiting() == 0 && stage.compareAndSet(Stage.IDLE, Stage.RETIRED);
    }

    void stop() {
        entries.stop();
    }

    /** The length of the stream at the latest turn. */
    long waiting() {
        return entries.waiting();
    }

    @Override
    public void run() {
        stage.set(Stage.RUNNING);
        begunAt = System.nanoTime();
        int taken = 0;
        try {
            taken = entries.turn();
        } catch (DataAccessException e) {
            // Redis is unreachable: the next poll tries again, and entries that were already read are claimed later.
            log.debug("entries stay in the stream sale={}", sale, e);
        } catch (RuntimeException | Error e) {
            log.error("could not consume the stream sale={}", sale, e);
        }
        if (taken >= PendingEntries.AT_ONCE) {
            begin();
        } else if (taken > 0 || !stage.compareAndSet(Stage.RUNNING, Stage.IDLE)) {
            beginWhenDue();
        }
    }

    private void beginWhenDue() {
        long nanosUntilDue = begunAt + PACE.toNanos() - System.nanoTime();
        orIdle(() -> {
            if (nanosUntilDue > 0) {
                // `begin` throws nothing.
                Future<?> unused = scheduler.schedule(this::begin, nanosUntilDue, TimeUnit.NANOSECONDS);
            } else {
                threads.execute(this);
            }
        });
    }

    private void begin() {
        orIdle(() -> threads.execute(this));
    }

    private void orIdle(Runnable submission) {
        try {
            submission.run();
        } catch (RejectedExecutionException e) {
            // This node stops; another node claims the entries.
            stage.set(Stage.IDLE);
        } catch (RuntimeException | Error e) {
            stage.set(Stage.IDLE);
            // No thread could be started: the next poll tries again.
            log.error("could not start a turn of the stream's consumer sale={}", sale, e);
        }
    }
}
