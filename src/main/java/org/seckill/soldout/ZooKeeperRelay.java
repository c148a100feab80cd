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
 * Shares sold-out marks between nodes through ZooKeeper. One thread does all work that blocks on ZooKeeper.
 *
 * <p>Without ZooKeeper each node relies on the database's answers to its own orders: correct, but more work for the
 * database. Thread-safe.
 */
public final class ZooKeeperRelay implements BoardRelay, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ZooKeeperRelay.class);

    /** How long the first connection may take before a warning is logged. */
    private static final Duration CONNECT_GRACE = Duration.ofSeconds(5);

    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final SoldOutBoard board;
    private final CuratorFramework client;
    private final ZooKeeperMarkListener markListener;
    private final ZooKeeperMeters meters;
    private final Clock clock;
    private final ZooKeeperThread thread;
    private final ConnectionStateListener connectionListener = (which, state) -> changed(state);

    /**
     * @param client not started; {@link #close} closes it
     * @param folder the path of the marks' parent znode
     */
    public ZooKeeperRelay(
            SoldOutBoard board, CuratorFramework client, String folder, MeterRegistry registry, Clock clock) {
        this.board = board;
        this.client = client;
        this.meters = new ZooKeeperMeters(registry, this::isConnected);
        this.markListener =
                new ZooKeeperMarkListener(board, new ZooKeeperMarks(client, folder, this::znodeChanged), meters);
        this.clock = clock;
        this.thread = new ZooKeeperThread("soldout-relay", this::failed);
    }

    /** Starts the relay. Does not block, and does not fail if ZooKeeper is down. */
    public void start() {
        board.relayTo(this);
        client.getConnectionStateListenable().addListener(connectionListener);
        client.start();
        thread.later(CONNECT_GRACE, this::warnIfNotConnected);
    }

    public boolean isConnected() {
        return client.getZookeeperClient().isConnected();
    }

    @Override
    public void soldOut(long sale) {
        thread.soon(() -> markListener.reconcile(sale));
    }

    @Override
    public void restocked(Sale copy) {
        thread.soon(() -> markListener.withdraw(copy.id(), mark -> !mark.countsFor(copy)));
    }

    /** Deletes the sale's mark in ZooKeeper if it equals {@code old}. */
    void retire(long sale, Mark old) {
        thread.soon(() -> markListener.withdraw(sale, old::equals));
    }

    @Override
    public void close() throws InterruptedException {
        board.relayTo(BoardRelay.NONE);
        client.getConnectionStateListenable().removeListener(connectionListener);
        thread.close();
        client.close();
    }

    private void changed(ConnectionState state) {
        if (state.isConnected()) {
            log.info("ZooKeeper is connected");
            thread.soon(markListener::readAll);
            return;
        }
        markListener.lost();
        if (state == ConnectionState.SUSPENDED) {
            log.warn("ZooKeeper is disconnected: sold-out marks of other nodes are not received");
        }
    }

    private void warnIfNotConnected() {
        if (!isConnected()) {
            log.warn("ZooKeeper is not connected yet: sold-out marks of other nodes are not received");
        }
    }

    /** Called by ZooKeeper's event thread. */
    private void znodeChanged(long sale) {
        thread.soon(() -> {
            Mark received = markListener.reconcile(sale);
            if (received != null) {
                meters.relayed(Duration.between(received.decidedAt(), clock.instant()));
            }
        });
    }

    private void failed(Exception e) {
        meters.failed();
        log.warn("a call of ZooKeeper failed: {}", e.toString());
        thread.later(RETRY_DELAY, this::readIfConnected);
    }

    /** Without a connection there is nothing to do: the next connection reads all. */
    private void readIfConnected() throws Exception {
        if (isConnected()) {
            markListener.readAll();
        }
    }
}
