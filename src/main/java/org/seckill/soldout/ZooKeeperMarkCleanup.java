package org.seckill.soldout;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import org.seckill.sale.Sale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes useless marks from ZooKeeper every five minutes: of sales that ended a day ago or were deleted, and of sales
 * that were restocked but not requested since. Every node runs it. It has a thread of its own, because the catalogue
 * may block on the database.
 */
public final class ZooKeeperMarkCleanup implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ZooKeeperMarkCleanup.class);

    private static final Duration PERIOD = Duration.ofMinutes(5);

    /** Longer than any difference between clocks and any age of a copy. */
    private static final Duration LONG_OVER = Duration.ofDays(1);

    private final SoldOutBoard board;
    private final ZooKeeperRelay relay;
    private final LongFunction<Optional<Sale>> catalogue;
    private final Clock clock;
    private final ZooKeeperThread thread;

    /** @param catalogue finds a sale by its id; may block, and may throw when the database is down */
    public ZooKeeperMarkCleanup(
            SoldOutBoard board, ZooKeeperRelay relay, LongFunction<Optional<Sale>> catalogue, Clock clock) {
        this.board = board;
        this.relay = relay;
        this.catalogue = catalogue;
        this.clock = clock;
        this.thread = new ZooKeeperThread(
                "soldout-sweep", e -> log.info("could not clean up sold-out marks in ZooKeeper: {}", e.toString()));
    }

    public void start() {
        start(PERIOD);
    }

    void start(Duration pause) {
        thread.every(pause, this::sweep);
    }

    void sweep() {
        board.sales().forEach(sale -> board.relayed(sale).ifPresent(mark -> deleteIfUseless(sale, mark)));
    }

    private void deleteIfUseless(long sale, Mark mark) {
        Optional<Sale> copy = catalogue.apply(sale);
        if (copy.isPresent() && !isLongOver(copy.get())) {
            // `find` withdraws a void mark.
            board.find(copy.get());
        } else {
            relay.retire(sale, mark);
        }
    }

    private boolean isLongOver(Sale copy) {
        return copy.window().end().plus(LONG_OVER).isBefore(clock.instant());
    }

    @Override
    public void close() throws InterruptedException {
        thread.close();
    }
}
