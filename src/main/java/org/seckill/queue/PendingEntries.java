package org.seckill.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.seckill.reconcile.QueueMeters;
import org.seckill.reservation.OrderEntry;
import org.seckill.reservation.RedisStream;

/**
 * Reads entries of one sale's stream, in stream order, and has them recorded. An entry that is not decided in time stays
 * pending until this node or another claims it. Used by one thread at a time; {@link #stop} and {@link #waiting} by any.
 */
final class PendingEntries {
    /** The most entries of a turn: two batches of the lane, so that one waits while the other is in the database. */
    static final int AT_ONCE = 2048;

    /**
     * The most pending entries: with more, no new ones are read. Without this bound they would grow at every turn while the
     * database is unreachable, and the stock reconciler reads them all. It is more than one turn's entries, so that a few
     * undecidable entries do not stop the others.
     */
    private static final int MOST = 2 * AT_ONCE;

    /** The most entries of one claim. */
    private static final int PAGE = 1000;

    private final long sale;
    private final String node;
    private final RedisStream stream;
    private final EntryRecorder recorder;
    private final Duration claim;
    private final QueueMeters meters;
    private volatile long waiting;
    private long claimedAt = System.nanoTime();
    private int portion = AT_ONCE;

    PendingEntries(
            long sale, String node, RedisStream stream, EntryRecorder recorder, Duration claim, QueueMeters meters) {
        this.sale = sale;
        this.node = node;
        this.stream = stream;
        this.recorder = recorder;
        this.claim = claim;
        this.meters = meters;
    }

    void stop() {
        recorder.stop();
    }

    /** The length of the stream at the latest turn. */
    long waiting() {
        return waiting;
    }

    /** Claims and reads entries, and records them. @return how many entries were claimed or read */
    int turn() {
        if (recorder.isStopped()) {
            return 0;
        }
        waiting = stream.waiting(sale);
        if (waiting == 0) {
            // The usual case: an idle sale costs one call.
            return 0;
        }
        // Set before the read: Redis starts the claim time of an entry when it is read.
        long until = System.nanoTime() + claim.toNanos();
        List<EntryAttempt> taken = new ArrayList<>();
        claimIfDue().forEach(claimedEntry -> taken.add(new EntryAttempt(claimedEntry)));
        // Read even when entries were claimed: claimed entries may stay undecided for ever.
        read().forEach(entry -> taken.add(new EntryAttempt(new RedisStream.Taken(entry, 0))));
        adaptPortion(taken.size(), recorder.record(taken, until));
        return taken.size();
    }

    // Claims three times per claim time, also under load, so that no entry waits much longer than it.
    private List<RedisStream.Taken> claimIfDue() {
        long now = System.nanoTime();
        if (now - claimedAt < claim.toNanos() / 3) {
            return List.of();
        }
        int atMost = Math.min(portion, PAGE);
        List<RedisStream.Taken> claimed = stream.claim(sale, node, claim, atMost);
        meters.claimed(claimed.size());
        if (claimed.size() < atMost) {
            claimedAt = now;
        }
        return claimed;
    }

    private List<OrderEntry> read() {
        long room = MOST - stream.held(sale, node);
        return room > 0 ? stream.next(sale, node, (int) Math.min(portion, room)) : List.of();
    }

    // The desk halves a failed batch until the order at fault is alone. If that took longer than the claim time,
    // nothing
    // would ever be decided. So a turn without a decision halves the next portion.
    private void adaptPortion(int taken, int decided) {
        if (decided > 0) {
            portion = Math.min(2 * portion, AT_ONCE);
        } else if (taken > 0) {
            portion = Math.max(Math.min(portion, taken) / 2, 1);
        }
    }
}
