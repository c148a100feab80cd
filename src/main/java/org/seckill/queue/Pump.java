package org.seckill.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.seckill.desk.ProcedureDesk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Brings one sale's stream into the database, in the order of the entries, many at a time. A turn is one batch, so that
 * sales with much to do leave room for the others. Run by one thread at a time; {@link #wake} and {@link #stop} by any.
 */
final class Pump implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Pump.class);

    /** Two batches of the lane's: one is on its way to the database while the other waits for it. */
    private static final int AT_ONCE = 2048;

    /** Entries in one call of the script that settles. */
    private static final int PAGE = 1000;

    /**
     * From the beginning of a turn to that of the next, unless there is more than one turn takes: the fewer calls, the less
     * each order costs the database. Pages do not ask for the result earlier.
     */
    private static final Duration PACE = Duration.ofMillis(100);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private enum Stage {
        IDLE,
        RUNNING,
        WOKEN
    }

    private final long sale;
    private final String node;
    private final RedisStream stream;
    private final ProcedureDesk desk;
    private final Duration claim;
    private final QueueMeters meters;
    private final Executor threads;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.IDLE);
    private volatile boolean stopped;
    private volatile long waiting;
    private volatile long begunAt = System.nanoTime() - PACE.toNanos();
    private long claimedAt = System.nanoTime();

    /** @param threads take turns at it */
    Pump(
            long sale,
            String node,
            RedisStream stream,
            ProcedureDesk desk,
            Duration claim,
            QueueMeters meters,
            Executor threads) {
        this.sale = sale;
        this.node = node;
        this.stream = stream;
        this.desk = desk;
        this.claim = claim;
        this.meters = meters;
        this.threads = threads;
    }

    /** There may be entries. Never blocks. */
    void wake() {
        if (stage.getAndSet(Stage.WOKEN) == Stage.IDLE) {
            beginInTime();
        }
    }

    void stop() {
        stopped = true;
    }

    /** Entries in the stream when it last looked. */
    long waiting() {
        return waiting;
    }

    @Override
    public void run() {
        stage.set(Stage.RUNNING);
        begunAt = System.nanoTime();
        int read = 0;
        try {
            read = stopped ? 0 : drain();
        } catch (DataAccessException e) {
            // Redis is away: the next look tries again, and what was read meanwhile is claimed.
            log.debug("left waiting sale={}", sale, e);
        } catch (RuntimeException | Error e) {
            log.error("could not drain sale={}", sale, e);
        }
        if (read >= AT_ONCE) {
            begin();
        } else if (read > 0 || !stage.compareAndSet(Stage.RUNNING, Stage.IDLE)) {
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

    /** @return how many entries there were */
    private int drain() {
        // Before it reads, for afterwards Redis counts the time in which nobody else takes the entries over.
        long until = System.nanoTime() + claim.toNanos();
        List<Entry> entries = new ArrayList<>(claimIfDue());
        // Also then, for what was claimed may be undecided again and again.
        entries.addAll(stream.next(sale, node, AT_ONCE));
        waiting = stream.waiting(sale);
        record(entries, until);
        return entries.size();
    }

    // A third of the time, so that nothing lies much longer than it, however much else there is to do.
    private List<Entry> claimIfDue() {
        long now = System.nanoTime();
        if (now - claimedAt < claim.toNanos() / 3) {
            return List.of();
        }
        List<Entry> claimed = stream.claim(sale, node, claim, PAGE);
        meters.claimed(claimed.size());
        if (claimed.size() < PAGE) {
            claimedAt = now;
        }
        return claimed;
    }

    /** @param until from then on another node may have them: what is undecided is left to whoever claims it */
    private void record(List<Entry> entries, long until) {
        List<Attempt> open = entries.stream().map(Attempt::new).toList();
        while (!open.isEmpty() && !stopped) {
            open.forEach(attempt -> attempt.begin(sale, desk, until));
            List<Settlement> settled = new ArrayList<>();
            List<Attempt> undecided = new ArrayList<>();
            for (Attempt attempt : open) {
                attempt.end().ifPresentOrElse(settled::add, () -> undecided.add(attempt));
            }
            settle(settled);
            open = undecided;
            if (!open.isEmpty() && !pauseBefore(until)) {
                return;
            }
        }
    }

    private void settle(List<Settlement> settled) {
        for (int from = 0; from < settled.size(); from += PAGE) {
            List<Settlement> page = settled.subList(from, Math.min(settled.size(), from + PAGE));
            stream.settle(sale, node, page).forEach(this::tell);
        }
    }

    private void tell(Settlement one) {
        meters.settled(one);
        if (one.verdict().equals("B")) {
            log.error(
                    "set aside sale={} entry={} ticket={}: {}",
                    sale,
                    one.entry().id(),
                    one.entry().ticket(),
                    one.word());
        }
    }

    /** @return false when this thread is to end, or the time is over */
    private static boolean pauseBefore(long until) {
        if (until - System.nanoTime() <= BETWEEN_TRIES.toNanos()) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
