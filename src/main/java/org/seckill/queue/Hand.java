package org.seckill.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What this node takes out of one sale's stream, in the order of the entries. What is not decided in time stays in its
 * hand until it, or another node, takes it over. Used by one thread at a time; {@link #stop} and {@link #waiting} by any.
 */
final class Hand {
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
    private final Recorder recorder;
    private final Duration claim;
    private final QueueMeters meters;
    private volatile long waiting;
    private long claimedAt = System.nanoTime();

    Hand(long sale, String node, RedisStream stream, Recorder recorder, Duration claim, QueueMeters meters) {
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
        // Before it reads, for afterwards Redis counts the time in which nobody else takes the entries over.
        long until = System.nanoTime() + claim.toNanos();
        List<Attempt> taken = new ArrayList<>();
        takeOver().forEach(entry -> taken.add(new Attempt(entry)));
        // Also then, for what was taken over may be undecided again and again.
        read().forEach(entry -> taken.add(new Attempt(entry)));
        waiting = stream.waiting(sale);
        recorder.record(taken, until);
        return taken.size();
    }

    // A third of the time, so that nothing lies much longer than it, however much else there is to do.
    private List<Entry> takeOver() {
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

    private List<Entry> read() {
        long room = MOST - stream.held(sale, node);
        return room > 0 ? stream.next(sale, node, (int) Math.min(AT_ONCE, room)) : List.of();
    }
}
