package org.seckill.soldout;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.seckill.soldout.ZooKeeperMarks.Found;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this node's board and the znodes in line, sale by sale. It never acts on what an event said, but on what stands
 * there now: so events may come late, twice or not at all. Every method but {@link #lost} waits for ZooKeeper, throws what
 * Curator throws, and is called by one thread.
 */
final class ZooKeeperMarkListener {
    private static final Logger log = LoggerFactory.getLogger(ZooKeeperMarkListener.class);

    private static final int UNWATCHED = -1;

    private final SoldOutBoard board;
    private final ZooKeeperMarks znodes;
    private final ZooKeeperMeters meters;

    /** How often the connection was lost. */
    private final AtomicInteger losses = new AtomicInteger();

    /** The losses when everything was last read: after another one, nothing that is read counts. */
    private int vouchedFor = UNWATCHED;

    ZooKeeperMarkListener(SoldOutBoard board, ZooKeeperMarks znodes, ZooKeeperMeters meters) {
        this.board = board;
        this.znodes = znodes;
        this.meters = meters;
    }

    /** The connection is in doubt: nobody would tell of a restock now. Called by any thread. */
    void lost() {
        losses.incrementAndGet();
        board.forgetRelayed();
    }

    /** To be called at each connection. */
    void readAll() throws Exception {
        int lost = losses.get();
        vouchedFor = UNWATCHED;
        // First, so that nothing changes unseen after it was read.
        znodes.watch();
        vouchedFor = lost;
        Set<Long> sales = new HashSet<>(znodes.sales());
        sales.addAll(board.sales());
        for (long sale : sales) {
            reconcile(sale);
        }
    }

    /**
     * Reads what stands in ZooKeeper, and writes there what this node knows better.
     *
     * @return the mark that stands there, if this node did not know it
     */
    @Nullable
    Mark reconcile(long sale) throws Exception {
        if (!vouches()) {
            // All is read when it is back.
            return null;
        }
        Found found = znodes.read(sale).orElse(null);
        Mark relayed = found == null ? null : found.mark();
        boolean news = see(sale, found);
        Mark own = board.own(sale).orElse(null);
        if (own != null && (relayed == null || own.isNewerThan(relayed))) {
            publish(sale, own, found);
        }
        return news ? relayed : null;
    }

    private void publish(long sale, Mark own, @Nullable Found before) throws Exception {
        if (znodes.write(sale, own, before)) {
            meters.published();
            relay(sale, own);
        } else {
            // Another node was faster: perhaps with an older mark.
            reconcile(sale);
        }
    }

    /** Deletes what stands there when it is void, whatever stands there now. */
    void takeBack(long sale, Predicate<Mark> isVoid) throws Exception {
        if (!vouches()) {
            return;
        }
        Found found = znodes.read(sale).orElse(null);
        if (found != null && found.mark() != null && isVoid.test(found.mark())) {
            if (znodes.delete(sale, found)) {
                meters.withdrawn();
                log.info(
                        "taken back in ZooKeeper sale={} epoch={}",
                        sale,
                        found.mark().epoch());
            }
            reconcile(sale);
        } else {
            see(sale, found);
        }
    }

    /** @return whether it was not known */
    private boolean see(long sale, @Nullable Found found) {
        if (found == null) {
            board.withdraw(sale);
            return false;
        }
        if (found.mark() == null) {
            meters.malformed();
            log.warn("what stands in ZooKeeper is no mark sale={} version={}", sale, found.version());
            board.forgetRelayed(sale);
            return false;
        }
        return relay(sale, found.mark());
    }

    private boolean relay(long sale, Mark mark) {
        boolean news = board.relay(sale, mark);
        if (!vouches()) {
            // The connection was lost after it was read, and the board cleared before it was written there.
            board.forgetRelayed(sale);
        }
        return news;
    }

    private boolean vouches() {
        return vouchedFor == losses.get();
    }
}
