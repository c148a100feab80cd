package org.seckill.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.seckill.reconcile.QueueMeters;
import org.seckill.reservation.OrderEntry;
import org.seckill.reservation.RedisStream;

/**
 * What this node takes out of one sale's stream, in the order of the entries. What is not decided in time stays in its
 * hand until it, or another node, takes it over. Used by one thread at a time; {@link #stop} and {@link #waiting} by any.
 */
final class PendingEntries {
    /** Two batches of the lane's: one is on its way to the database while the other waits for it. */
    static final int AT_ONCE = 2048;

    /**
     * Entries in hand, beyond which no new ones are read: while the database is away they would be more at every turn, and a
     * comparison has to look at them all. More than one turn's, so that a few that cannot be decided do not stop the others.
     */
    private static final int MOST = 2 * AT_ONCE;

    /** Entries taken over at once. */
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

    /** Entries in the stream when it last looked. */
    long waiting() {
        return waiting;
    }

    /** @return how many entries were taken */
    int turn() {
        if (recorder.isStopped()) {
            return 0;
        }
        waiting = stream.waiting(sale);
        if (waiting == 0) {
            // As with most sales at most times, so that many cost little.
            return 0;
        }
        // Before it reads, for afterwards Redis counts the time in which nobody else takes the entries over.
        long until = System.nanoTime() + claim.toNanos();
        List<EntryAttempt> taken = new ArrayList<>();
        takeOver().forEach(one -> taken.add(new EntryAttempt(one)));
        // Also then, for what was taken over may be undecided again and again.
        read().forEach(entry -> taken.add(new EntryAttempt(new RedisStream.Taken(entry, 0))));
        learn(taken.size(), recorder.record(taken, until));
        return taken.size();
    }

    // A third of the time, so that nothing lies much longer than it, however much else there is to do.
    private List<RedisStream.Taken> takeOver() {
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

    // The desk halves a batch until the order at fault stands alone. Where that takes longer than a claim nothing would
    // ever be decided: then fewer go together.
    private void learn(int taken, int decided) {
        if (decided > 0) {
            portion = Math.min(2 * portion, AT_ONCE);
        } else if (taken > 0) {
            portion = Math.max(Math.min(portion, taken) / 2, 1);
        }
    }
}
