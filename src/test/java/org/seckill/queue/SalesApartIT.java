package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.batch.CircuitBreaker;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.RedisCluster;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.proxy.StreamFlow;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.LogLines;

/** Two sales of one node: a failure of the engine of one does not stop the other. */
@Tag("outage")
@Timeout(300)
class SalesApartIT {
    private static final Database DATABASE = TestEngines.database();
    private static final TestSales SALES = new TestSales(DATABASE);
    private static final int BUYERS = 6;

    private final LogLines logged = LogLines.of(CircuitBreaker.class);

    @AfterEach
    void close() {
        logged.close();
    }

    @Test
    void aMasterThatIsAwayStopsItsOwnSalesAlone() {
        try (RedisCluster cluster = RedisCluster.start(TestEngines.freshFolder());
                TestShop node = TestShop.start(
                        PurchaseMode.QUEUE,
                        Map.of(
                                "SECKILL_REDIS_URL", cluster.url(),
                                "SECKILL_CACHE_NEAR_MS", "60000",
                                "SECKILL_PURCHASE_DEADLINE_MS", "2000"))) {
            List<ShopClient> buyers = QueueNodes.buyers(node.client(), 0, BUYERS);
            long stopped = SALES.open(BUYERS);
            long other = onAnotherMaster(cluster, stopped);
            List<String> stoppedMd5s = md5s(buyers, stopped);
            List<String> otherMd5s = md5s(buyers, other);
            assertThat(press(buyers, stopped, stoppedMd5s, 0)).isEqualTo(2);
            assertThat(press(buyers, other, otherMd5s, 0)).isEqualTo(2);
            cluster.masterOf(stopped).kill();

            AtomicInteger refused = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            ConcurrentRun pressing = ConcurrentRun.of(4, i -> {
                while (!over.get()) {
                    refused.addAndGet(press(buyers, stopped, stoppedMd5s, i) == -4 ? 1 : 0);
                }
                return 0;
            });
            await().until(() -> refused.get() > 0);
            List<Integer> states = IntStream.range(1, BUYERS)
                    .map(i -> press(buyers, other, otherMd5s, i))
                    .boxed()
                    .toList();
            List<Integer> asked = buyers.stream()
                    .map(buyer -> buyer.resultAtOnce(other).status())
                    .toList();
            over.set(true);
            pressing.results();

            assertThat(states).containsOnly(2);
            assertThat(asked).containsOnly(200);
        }
    }

    /** More failing sales than database connections: the resources that all sales share stay available. */
    @Test
    void norDoManySalesOfAMasterThatIsSilentHoldUpAnother() {
        int many = 12;
        try (RedisCluster cluster = RedisCluster.start(TestEngines.freshFolder());
                TestShop node = TestShop.start(
                        PurchaseMode.QUEUE,
                        Map.of(
                                "SECKILL_REDIS_URL", cluster.url(),
                                "SECKILL_CACHE_NEAR_MS", "60000",
                                "SECKILL_PURCHASE_DEADLINE_MS", "30000"))) {
            List<ShopClient> buyers = QueueNodes.buyers(node.client(), 0, 2);
            List<Long> stopped = onOneMaster(cluster, many);
            long other = onAnotherMaster(cluster, stopped.get(0));
            List<List<String>> md5s =
                    stopped.stream().map(sale -> md5s(buyers, sale)).toList();
            List<String> otherMd5s = md5s(buyers, other);
            // Loads their stock.
            assertThat(IntStream.range(0, many).map(i -> press(buyers, stopped.get(i), md5s.get(i), 0)))
                    .containsOnly(2);
            assertThat(press(buyers, other, otherMd5s, 0)).isEqualTo(2);
            RedisNode silent = cluster.masterOf(stopped.get(0));
            silent.pause();

            AtomicInteger answered = new AtomicInteger();
            ConcurrentRun pressing = ConcurrentRun.of(many, i -> {
                int state = press(buyers, stopped.get(i), md5s.get(i), 1);
                answered.incrementAndGet();
                return state;
            });
            // Each waits for a Redis that does not answer.
            await().until(() -> buyers.get(1).metric("seckill_queue_commit_unknown_orders_total") >= many);
            int states = press(buyers, other, otherMd5s, 1);
            int before = answered.get();
            silent.wake();

            assertThat(states).isEqualTo(2);
            assertThat(before).isZero();
            // The last reservation may be recorded before its buyer is answered.
            assertThat(pressing.<Integer>results()).isSubsetOf(1, 2);
        }
    }

    /** Each stream is polled four times a second, and orders must not wait for a connection because of that. */
    @Test
    void norDoManySalesTakeTheConnectionsToARedisThatIsSlow() {
        try (TestShop node = TestShop.at(PurchaseMode.QUEUE)
                .redisProxy()
                .with("SECKILL_CACHE_NEAR_MS", 60_000)
                .start()) {
            TcpProxy proxy = node.redisProxy();
            List<ShopClient> buyers = QueueNodes.buyers(node.client(), 0, BUYERS);
            List<Long> many =
                    IntStream.range(0, 100).mapToObj(i -> SALES.open(BUYERS)).toList();
            long sale = many.get(0);
            List<String> md5s = md5s(buyers, sale);
            many.forEach(
                    one -> assertThat(press(buyers, one, md5s(buyers, one), 0)).isIn(1, 2));

            proxy.let(StreamFlow.FREE, StreamFlow.slow(Integer.MAX_VALUE, Duration.ofMillis(150)));
            assertThat(IntStream.range(1, BUYERS).map(i -> press(buyers, sale, md5s, i)))
                    .containsOnly(2);
            assertThat(many).allSatisfy(one -> assertThat(logged.about(one)).isEmpty());
        }
    }

    @Test
    void aSaleThatCannotBeLoadedIsRefusedSoonAndNobodyBlamesRedis() {
        try (TestShop node = TestShop.at(PurchaseMode.QUEUE)
                .databaseProxy()
                .with("SECKILL_CACHE_NEAR_MS", 60_000)
                .with("SECKILL_QUEUE_CHECK_MS", 600_000)
                .with("SECKILL_PURCHASE_DEADLINE_MS", 30_000)
                .start()) {
            TcpProxy proxy = node.databaseProxy();
            List<ShopClient> buyers = QueueNodes.buyers(node.client(), 0, BUYERS);
            long unloaded = SALES.open(BUYERS);
            long loaded = SALES.open(BUYERS);
            List<String> unloadedMd5s = md5s(buyers, unloaded);
            List<String> loadedMd5s = md5s(buyers, loaded);
            assertThat(press(buyers, loaded, loadedMd5s, 0)).isEqualTo(2);
            proxy.cut();

            long begun = System.nanoTime();
            assertThat(press(buyers, unloaded, unloadedMd5s, 0)).isEqualTo(-4);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
            assertThat(IntStream.range(1, BUYERS).map(i -> press(buyers, loaded, loadedMd5s, i)))
                    .containsOnly(2);
            assertThat(buyers.get(0).get("/readyz").json().get("error").asString())
                    .startsWith("missing: database");
            // The line about Redis names the sale. The line about the database may have been logged earlier.
            assertThat(logged.about(unloaded)).isEmpty();
            assertThat(logged.about(loaded)).isEmpty();

            proxy.heal();
            await().until(() -> press(buyers, unloaded, unloadedMd5s, 0) == 2);
        }
    }

    private static List<Long> onOneMaster(RedisCluster cluster, int count) {
        List<Long> sales = new ArrayList<>(List.of(SALES.open(BUYERS)));
        while (sales.size() < count) {
            long sale = SALES.open(BUYERS);
            if (cluster.masterOf(sale) == cluster.masterOf(sales.get(0))) {
                sales.add(sale);
            }
        }
        return sales;
    }

    private static long onAnotherMaster(RedisCluster cluster, long sale) {
        long other = SALES.open(BUYERS);
        while (cluster.masterOf(other) == cluster.masterOf(sale)) {
            other = SALES.open(BUYERS);
        }
        return other;
    }

    private static List<String> md5s(List<ShopClient> buyers, long sale) {
        return buyers.stream().map(buyer -> buyer.md5(sale)).toList();
    }

    private static int press(List<ShopClient> buyers, long sale, List<String> md5s, int i) {
        return buyers.get(i).execute(sale, md5s.get(i)).state();
    }
}
