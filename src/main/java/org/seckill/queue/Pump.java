package org.seckill.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.seckill.desk.ProcedureDesk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Brings one sale's stream into the database, in the order of the entries, many at a time. Run by one thread at a time;
 * {@link #wake} and {@link #stop} by any.
 */
final class Pump implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Pump.class);

    /** Two batches of the lane's: one is on its way to the database while the other waits for it. */
    private static final int AT_ONCE = 2048;

    /** Entries in one call of the script that settles. */
    private static final int PAGE = 1000;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private enum Stage {
        IDLE,
        RUNNING,
        WOKEN
    }

    private final long sale;
    private final String node;
    private final RedisQueue redis;
    private final ProcedureDesk desk;
    private final Duration claim;
    private final QueueMeters meters;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.IDLE);
    private volatile boolean stopped;
    private volatile long waiting;
    private long claimedAt = System.nanoTime();

    Pump(long sale, String node, RedisQueue redis, ProcedureDesk desk, Duration claim, QueueMeters meters) {
        this.sale = sale;
        this.node = node;
        this.redis = redis;
        this.desk = desk;
        this.claim = claim;
        this.meters = meters;
    }

    /** @return whether it is to be run now; else it runs already, and looks once more before it ends */
    boolean wake() {
        return stage.getAndSet(Stage.WOKEN) == Stage.IDLE;
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
        do {
            stage.set(Stage.RUNNING);
            try {
                drain();
            } catch (DataAccessException e) {
                // Redis is away: the next look tries again, and what was read meanwhile is claimed.
                log.debug("left waiting sale={}", sale, e);
            } catch (RuntimeException | Error e) {
                log.error("could not drain sale={}", sale, e);
            }
        } while (!stage.compareAndSet(Stage.RUNNING, Stage.IDLE));
    }

    private void drain() {
        while (!stopped) {
            List<Entry> entries = redis.next(sale, node, AT_ONCE);
            if (entries.isEmpty()) {
                entries = claimIfDue();
            }
            waiting = redis.waiting(sale);
            if (entries.isEmpty()) {
                return;
            }
            record(entries);
        }
    }

    // A third of the time, so that nothing lies much longer than it.
    private List<Entry> claimIfDue() {
        long now = System.nanoTime();
        if (now - claimedAt < claim.toNanos() / 3) {
            return List.of();
        }
        claimedAt = now;
        List<Entry> claimed = redis.claim(sale, node, claim, PAGE);
        meters.claimed(claimed.size());
        return claimed;
    }

    private void record(List<Entry> entries) {
        List<Attempt> open = entries.stream().map(Attempt::new).toList();
        while (!open.isEmpty() && !stopped) {
            open.forEach(attempt -> attempt.begin(sale, desk));
            List<Settlement> settled = new ArrayList<>();
            List<Attempt> undecided = new ArrayList<>();
            for (Attempt attempt : open) {
                attempt.end().ifPresentOrElse(settled::add, () -> undecided.add(attempt));
            }
            settle(settled);
            open = undecided;
            if (!open.isEmpty() && !pause()) {
                return;
            }
        }
    }

    private void settle(List<Settlement> settled) {
        for (int from = 0; from < settled.size(); from += PAGE) {
            List<Settlement> page = settled.subList(from, Math.min(settled.size(), from + PAGE));
            redis.settle(sale, page);
            page.forEach(this::tell);
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

    /** @return false when this thread is to end */
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
