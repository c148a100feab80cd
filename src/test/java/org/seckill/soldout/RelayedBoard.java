package org.seckill.soldout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.seckill.testkit.run.TestTimeouts.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.jspecify.annotations.Nullable;
import org.seckill.sale.Sale;
import org.seckill.sale.TestSaleCopies;
import org.seckill.sale.Window;

/** A node's board and its relay, and nothing else of it. */
final class RelayedBoard implements AutoCloseable {
    static final Instant DECIDED = Instant.parse("2030-01-01T10:00:00.123Z");
    static final String FOLDER = "/shop/soldout";

    final SoldOutBoard board = new SoldOutBoard();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final CuratorFramework client;
    final ZooKeeperRelay relay;

    RelayedBoard(int port) {
        client = CuratorFrameworkFactory.builder()
                .connectString("localhost:" + port)
                .sessionTimeoutMs(6000)
                .connectionTimeoutMs(2000)
                .retryPolicy(new RetryOneTime(100))
                .ensembleTracker(false)
                .build();
        relay = new ZooKeeperRelay(board, client, FOLDER, meters, Clock.systemUTC());
        relay.start();
    }

    /** A copy of a sale that has stock, as far as it says. */
    static Sale copy(long sale, int epoch, Instant readAt) {
        return TestSaleCopies.of(sale, 5, new Window(DECIDED.minusSeconds(60), DECIDED.plusSeconds(60)), epoch, readAt);
    }

    /** As one that was read before anything was sold. */
    static Sale copy(long sale, int epoch) {
        return copy(sale, epoch, DECIDED.minusSeconds(30));
    }

    void awaitRelayed(long sale, Mark mark) {
        await().until(() -> board.relayed(sale).filter(mark::equals).isPresent());
    }

    void awaitNothing(long sale) {
        await().until(() -> !board.sales().contains(sale));
    }

    /** Until all that was given to the relay by now is done: it does one thing after the other. */
    void awaitIdle(long anotherSale) {
        board.mark(anotherSale, 0, DECIDED);
        awaitRelayed(anotherSale, new Mark(0, DECIDED));
    }

    /** @return what stands in ZooKeeper, null for nothing */
    @Nullable
    String written(long sale) {
        try {
            return new String(client.getData().forPath(FOLDER + "/" + sale), UTF_8);
        } catch (NoNodeException e) {
            return null;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    void write(String child, String text) {
        try {
            client.create().orSetData().creatingParentsIfNeeded().forPath(FOLDER + "/" + child, text.getBytes(UTF_8));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    double count(String meter, String tag, String value) {
        return meters.get(meter).tag(tag, value).counter().count();
    }

    @Override
    public void close() {
        try {
            relay.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
