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
 * Has the database decide entries that this node took out of one sale's stream, and settles them. Used by one thread at a
 * time; {@link #stop} by any.
 */
final class EntryRecorder {
    private static final Logger log = LoggerFactory.getLogger(EntryRecorder.class);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    /** Entries in one call of a script. */
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

    /** What is undecided is left so. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /**
     * @param until from then on another node may have them: what is undecided is left to whoever takes it over
     * @return how many were decided
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
            remember(undecided);
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
            stream.settle(sale, node, page).forEach(this::tell);
        }
    }

    private void tell(Settlement one) {
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

    // For whoever takes them over, should the time be over before they are refused often enough.
    private void remember(List<EntryAttempt> undecided) {
        List<RedisStream.Taken> refused = undecided.stream()
                .filter(EntryAttempt::wasRefused)
                .map(EntryAttempt::taken)
                .toList();
        for (int from = 0; from < refused.size(); from += PAGE) {
            stream.refused(sale, node, refused.subList(from, Math.min(refused.size(), from + PAGE)));
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
