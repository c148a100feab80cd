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
 * Synchronizes this node's board with the marks in ZooKeeper, sale by sale. It reads the current znode instead of
 * trusting an event, so that late and repeated events do no harm. All methods except {@link #lost} block on ZooKeeper,
 * throw Curator's exceptions and must be called by one thread.
 */
final class ZooKeeperMarkListener {
    private static final Logger log = LoggerFactory.getLogger(ZooKeeperMarkListener.class);

    private static final int NOT_WATCHING = -1;

    private final SoldOutBoard board;
    private final ZooKeeperMarks znodes;
    private final ZooKeeperMeters meters;

    /** The number of connection losses. */
    private final AtomicInteger losses = new AtomicInteger();

    /** The value of {@link #losses} when the watch was set. After another loss, marks that were read are not valid. */
    private int watchedSince = NOT_WATCHING;

    ZooKeeperMarkListener(SoldOutBoard board, ZooKeeperMarks znodes, ZooKeeperMeters meters) {
        this.board = board;
        this.znodes = znodes;
        this.meters = meters;
    }

    /** Removes all relayed marks, because without a connection this node does not hear of a restock. Thread-safe. */
    void lost() {
        losses.incrementAndGet();
        board.forgetRelayed();
    }

    /** Sets the watch and synchronizes all sales. Call it after each connection. */
    void readAll() throws Exception {
        int lost = losses.get();
        watchedSince = NOT_WATCHING;
        // Watch before reading: a change after the read is reported.
        znodes.watch();
        watchedSince = lost;
        Set<Long> sales = new HashSet<>(znodes.sales());
        sales.addAll(board.sales());
        for (long sale : sales) {
            reconcile(sale);
        }
    }

    /**
     * Reads a sale's mark from ZooKeeper, and replaces it if this node's own mark is newer.
     *
     * @return the mark that was read, if it is new to this node
     */
    @Nullable
    Mark reconcile(long sale) throws Exception {
        if (!isWatching()) {
            // The next connection reads all sales.
            return null;
        }
        Found found = znodes.read(sale).orElse(null);
        Mark relayed = found == null ? null : found.mark();
        boolean isNew = putOnBoard(sale, found);
        Mark own = board.own(sale).orElse(null);
        if (own != null && (relayed == null || own.isNewerThan(relayed))) {
            publish(sale, own, found);
        }
        return isNew ? relayed : null;
    }

    private void publish(long sale, Mark own, @Nullable Found before) throws Exception {
        if (znodes.write(sale, own, before)) {
            meters.published();
            putRelayed(sale, own);
        } else {
            // Another node wrote first, perhaps an older mark.
            reconcile(sale);
        }
    }

    /** Reads a sale's mark from ZooKeeper and deletes it if it is void. */
    void withdraw(long sale, Predicate<Mark> isVoid) throws Exception {
        if (!isWatching()) {
            return;
        }
        Found found = znodes.read(sale).orElse(null);
        if (found != null && found.mark() != null && isVoid.test(found.mark())) {
            if (znodes.delete(sale, found)) {
                meters.withdrawn();
                log.info(
                        "deleted a sold-out mark in ZooKeeper sale={} epoch={}",
                        sale,
                        found.mark().epoch());
            }
            reconcile(sale);
        } else {
            putOnBoard(sale, found);
        }
    }

    /** @return whether the mark is new to this node */
    private boolean putOnBoard(long sale, @Nullable Found found) {
        if (found == null) {
            board.withdraw(sale);
            return false;
        }
        if (found.mark() == null) {
            meters.malformed();
            log.warn("ignored a malformed sold-out mark in ZooKeeper sale={} version={}", sale, found.version());
            board.forgetRelayed(sale);
            return false;
        }
        return putRelayed(sale, found.mark());
    }

    private boolean putRelayed(long sale, Mark mark) {
        boolean isNew = board.putRelayed(sale, mark);
        if (!isWatching()) {
            // The connection was lost after the read, and `lost` cleared the board before this mark was put on it.
            board.forgetRelayed(sale);
        }
        return isNew;
    }

    private boolean isWatching() {
        return watchedSince == losses.get();
    }
}
