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
 * Brings one sale's stream into the database, turn by turn. A turn is one batch, so that sales with much to do leave room
 * for the others. Run by one thread at a time; {@link #wake} and {@link #stop} by any.
 */
final class SaleConsumer implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(SaleConsumer.class);

    /**
     * From the beginning of a turn to that of the next, unless there is more than one turn takes: the fewer calls, the less
     * each order costs the database. Pages do not ask for the result earlier.
     */
    private static final Duration PACE = Duration.ofMillis(100);

    private enum Stage {
        IDLE,
        RUNNING,
        WOKEN,
        /** It takes no more turns. */
        RETIRED
    }

    private final long sale;
    private final PendingEntries hand;
    private final Executor threads;
    private final ScheduledExecutorService later;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.IDLE);
    private volatile long begunAt = System.nanoTime() - PACE.toNanos();

    /**
     * @param threads take turns at it
     * @param later tells when the next turn is due
     */
    SaleConsumer(long sale, PendingEntries hand, Executor threads, ScheduledExecutorService later) {
        this.sale = sale;
        this.hand = hand;
        this.threads = threads;
        this.later = later;
    }

    /**
     * There may be entries. Never blocks.
     *
     * @return false when this pump is retired: another one has to be woken
     */
    boolean wake() {
        Stage before = stage.getAndUpdate(now -> now == Stage.RETIRED ? now : Stage.WOKEN);
        if (before == Stage.IDLE) {
            beginInTime();
        }
        return before != Stage.RETIRED;
    }

    /** Unless it has something to do. @return whether it is */
    boolean retire() {
        return waiting() == 0 && stage.compareAndSet(Stage.IDLE, Stage.RETIRED);
    }

    void stop() {
        hand.stop();
    }

    /** Entries in the stream when it last looked. */
    long waiting() {
        return hand.waiting();
    }

    @Override
    public void run() {
        stage.set(Stage.RUNNING);
        begunAt = System.nanoTime();
        int taken = 0;
        try {
            taken = hand.turn();
        } catch (DataAccessException e) {
            // Redis is away: the next look tries again, and what was read meanwhile is claimed.
            log.debug("left waiting sale={}", sale, e);
        } catch (RuntimeException | Error e) {
            log.error("could not drain sale={}", sale, e);
        }
        if (taken >= PendingEntries.AT_ONCE) {
            begin();
        } else if (taken > 0 || !stage.compareAndSet(Stage.RUNNING, Stage.IDLE)) {
            beginInTime();
        }
    }

    private void beginInTime() {
        long early = begunAt + PACE.toNanos() - System.nanoTime();
        orIdle(() -> {
            if (early > 0) {
                // Nothing escapes from `begin`.
                Future<?> unused = later.schedule(this::begin, early, TimeUnit.NANOSECONDS);
            } else {
                threads.execute(this);
            }
        });
    }

    private void begin() {
        orIdle(() -> threads.execute(this));
    }

    private void orIdle(Runnable handOver) {
        try {
            handOver.run();
        } catch (RejectedExecutionException e) {
            // This node stops, and another one finds what is there.
            stage.set(Stage.IDLE);
        } catch (RuntimeException | Error e) {
            stage.set(Stage.IDLE);
            // A thread could not be made: the next look tries again.
            log.error("could not begin to drain sale={}", sale, e);
        }
    }
}
