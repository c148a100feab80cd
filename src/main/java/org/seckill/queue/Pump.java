package org.seckill.queue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Brings one sale's stream into the database, turn by turn. A turn is one batch, so that sales with much to do leave room
 * for the others. Run by one thread at a time; {@link #wake} and {@link #stop} by any.
 */
final class Pump implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Pump.class);

    /**
     * From the beginning of a turn to that of the next, unless there is more than one turn takes: the fewer calls, the less
     * each order costs the database. Pages do not ask for the result earlier.
     */
    private static final Duration PACE = Duration.ofMillis(100);

    private enum Stage {
        IDLE,
        RUNNING,
        WOKEN
    }

    private final long sale;
    private final Hand hand;
    private final Executor threads;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.IDLE);
    private volatile long begunAt = System.nanoTime() - PACE.toNanos();

    /** @param threads take turns at it */
    Pump(long sale, Hand hand, Executor threads) {
        this.sale = sale;
        this.hand = hand;
        this.threads = threads;
    }

    /** There may be entries. Never blocks. */
    void wake() {
        if (stage.getAndSet(Stage.WOKEN) == Stage.IDLE) {
            beginInTime();
        }
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
        if (taken >= Hand.AT_ONCE) {
            begin();
        } else if (taken > 0 || !stage.compareAndSet(Stage.RUNNING, Stage.IDLE)) {
            beginInTime();
        }
    }

    private void beginInTime() {
        long early = begunAt + PACE.toNanos() - System.nanoTime();
        if (early > 0) {
            CompletableFuture.delayedExecutor(early, TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(this::begin);
        } else {
            begin();
        }
    }

    private void begin() {
        try {
            threads.execute(this);
        } catch (RuntimeException | Error e) {
            stage.set(Stage.IDLE);
            // Rejected: this node stops, and another one finds what is there.
            if (!(e instanceof RejectedExecutionException)) {
                throw e;
            }
        }
    }
}
