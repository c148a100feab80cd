package org.seckill.soldout;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import org.seckill.sale.Sale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes marks out of ZooKeeper that serve nobody any more: of sales that are long over or gone, and of those that were
 * restocked without anybody having asked for them since. Every node does so; whoever comes first deletes. It asks the
 * catalogue, which may wait for the database, so it has a thread of its own.
 */
public final class ZooKeeperMarkCleanup implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ZooKeeperMarkCleanup.class);

    private static final Duration EVERY = Duration.ofMinutes(5);

    /** More than clocks and copies are ever apart. */
    private static final Duration LONG_OVER = Duration.ofDays(1);

    private final SoldOutBoard board;
    private final ZooKeeperRelay relay;
    private final LongFunction<Optional<Sale>> catalogue;
    private final Clock clock;
    private final ZooKeeperThread thread;

    /** @param catalogue finds a sale by its id; may throw when it cannot be asked */
    public ZooKeeperMarkCleanup(
            SoldOutBoard board, ZooKeeperRelay relay, LongFunction<Optional<Sale>> catalogue, Clock clock) {
        this.board = board;
        this.relay = relay;
        this.catalogue = catalogue;
        this.clock = clock;
        this.thread = new ZooKeeperThread(
                "soldout-sweep", e -> log.info("old marks stay until the catalogue can be asked: {}", e.toString()));
    }

    public void start() {
        start(EVERY);
    }

    void start(Duration pause) {
        thread.every(pause, this::sweep);
    }

    void sweep() {
        board.sales().forEach(sale -> board.relayed(sale).ifPresent(mark -> judge(sale, mark)));
    }

    private void judge(long sale, Mark mark) {
        Optional<Sale> copy = catalogue.apply(sale);
        if (copy.isPresent() && !isLongOver(copy.get())) {
            // Finding it worth nothing takes it back.
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
