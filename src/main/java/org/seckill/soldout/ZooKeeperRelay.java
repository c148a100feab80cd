package org.seckill.soldout;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.seckill.sale.Sale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the boards of all nodes one, over ZooKeeper. Everything that waits for ZooKeeper is done by one thread of its own.
 *
 * <p>Without ZooKeeper every node is alone with what its own database says, which is right, and only more work.
 */
public final class ZooKeeperRelay implements BoardRelay, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ZooKeeperRelay.class);

    /** How long the first connection may take until the log says that there is none. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** After a call that failed. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final SoldOutBoard board;
    private final CuratorFramework client;
    private final ZooKeeperMarkListener mirror;
    private final ZooKeeperMeters meters;
    private final Clock clock;
    private final ZooKeeperThread thread;
    private final ConnectionStateListener listener = (which, state) -> changed(state);

    /**
     * @param client not started; it is closed with this
     * @param folder where the marks stand
     */
    public ZooKeeperRelay(
            SoldOutBoard board, CuratorFramework client, String folder, MeterRegistry registry, Clock clock) {
        this.board = board;
        this.client = client;
        this.meters = new ZooKeeperMeters(registry, this::isConnected);
        this.mirror = new ZooKeeperMarkListener(board, new ZooKeeperMarks(client, folder, this::heard), meters);
        this.clock = clock;
        this.thread = new ZooKeeperThread("soldout-relay", this::failed);
    }

    /** Returns at once, whether ZooKeeper is there or not. */
    public void start() {
        board.tell(this);
        client.getConnectionStateListenable().addListener(listener);
        client.start();
        thread.later(GRACE, this::complain);
    }

    public boolean isConnected() {
        return client.getZookeeperClient().isConnected();
    }

    @Override
    public void soldOut(long sale) {
        thread.soon(() -> mirror.reconcile(sale));
    }

    @Override
    public void restocked(Sale copy) {
        thread.soon(() -> mirror.takeBack(copy.id(), mark -> !mark.countsFor(copy)));
    }

    /** Deletes this very mark, of which nobody has any use. */
    void retire(long sale, Mark old) {
        thread.soon(() -> mirror.takeBack(sale, old::equals));
    }

    @Override
    public void close() throws InterruptedException {
        board.tell(BoardRelay.NONE);
        client.getConnectionStateListenable().removeListener(listener);
        thread.close();
        client.close();
    }

    private void changed(ConnectionState state) {
        if (state.isConnected()) {
            log.info("ZooKeeper is connected");
            thread.soon(mirror::readAll);
            return;
        }
        mirror.lost();
        if (state == ConnectionState.SUSPENDED) {
            log.warn("ZooKeeper is away: what other nodes sold out is found out by asking the database");
        }
    }

    private void complain() {
        if (!isConnected()) {
            log.warn("ZooKeeper does not answer yet: until it does, this node sells as if it were alone");
        }
    }

    /** Called by ZooKeeper's thread. */
    private void heard(long sale) {
        thread.soon(() -> {
            Mark news = mirror.reconcile(sale);
            if (news != null) {
                meters.relayed(Duration.between(news.decidedAt(), clock.instant()));
            }
        });
    }

    private void failed(Exception e) {
        meters.failed();
        log.warn("a call of ZooKeeper failed: {}", e.toString());
        thread.later(AGAIN, this::readIfConnected);
    }

    /** When the connection is gone, its return will read. */
    private void readIfConnected() throws Exception {
        if (isConnected()) {
            mirror.readAll();
        }
    }
}
