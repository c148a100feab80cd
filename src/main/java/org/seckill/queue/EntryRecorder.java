package org.seckill.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.seckill.procedure.ProcedureDesk;
import org.seckill.reconcile.QueueMeters;
import org.seckill.reservation.RedisStream;
import org.seckill.reservation.Settlement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records entries of one sale's stream in the database, and settles them in Redis. Used by one thread at a time;
 * {@link #stop} by any.
 */
final class EntryRecorder {
    private static final Logger log = LoggerFactory.getLogger(EntryRecorder.class);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    /** The most entries in one call of a script. */
    private static final int PAGE = 1000;

    private final long sale;
    private final String node;
    private final RedisStream stream;
    private final ProcedureDesk desk;
    private final QueueMeters meters;
    private volatile boolean stopped;

    EntryRecorder(long sale, String node, RedisStream stream, ProcedureDesk desk, QueueMeters meters) {
        this.sale = sale;
        this.node = node;
        this.stream = stream;
        this.desk = desk;
        this.meters = meters;
    }

    /** Makes {@link #record} return after the current attempt. Undecided entries stay pending. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /**
     * Repeats attempts until all entries are decided, the time is over or this recorder is stopped.
     *
     * @param until by {@link System#nanoTime()}; after it another node may claim the entries that are still undecided
     * @return how many entries were decided
     */
    int record(List<EntryAttempt> taken, long until) {
        List<EntryAttempt> open = taken;
        while (!open.isEmpty() && !stopped) {
            open.forEach(attempt -> attempt.begin(sale, desk, until));
            List<Settlement> settled = new ArrayList<>();
            List<EntryAttempt> undecided = new ArrayList<>();
            for (EntryAttempt attempt : open) {
                attempt.end().ifPresentOrElse(settled::add, () -> undecided.add(attempt));
            }
            settle(settled);
            storeRefusals(undecided);
            open = undecided;
            if (!open.isEmpty() && !pauseBefore(until)) {
                break;
            }
        }
        return taken.size() - open.size();
    }

    private void settle(List<Settlement> settled) {
        for (int from = 0; from < settled.size(); from += PAGE) {
            List<Settlement> page = settled.subList(from, Math.min(settled.size(), from + PAGE));
            stream.settle(sale, node, page).forEach(this::report);
        }
    }

    private void report(Settlement one) {
        meters.settled(one);
        log.debug(
                "order left the stream sale={} ticket={} entry={} verdict={}",
                sale,
                one.entry().ticket(),
                one.entry().id(),
                one.verdict());
        if (one.verdict().equals("B")) {
            log.error(
                    "set aside sale={} entry={} ticket={}: {}",
                    sale,
                    one.entry().id(),
                    one.entry().ticket(),
                    one.word());
        }
    }

    // Stores the refusal counts in Redis, for the node that claims these entries later.
    private void storeRefusals(List<EntryAttempt> undecided) {
        List<RedisStream.Taken> refused = undecided.stream()
                .filter(EntryAttempt::wasRefused)
                .map(EntryAttempt::taken)
                .toList();
        for (int from = 0; from < refused.size(); from += PAGE) {
            stream.refused(sale, node, refused.subList(from, Math.min(refused.size(), from + PAGE)));
        }
    }

    /** @return false if the thread is interrupted, or too little time is left */
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
