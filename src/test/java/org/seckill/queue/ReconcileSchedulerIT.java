package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.seckill.reconcile.Drift;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.TestFolders;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.XAddParams;

/** Two nodes that sell and reconcile at the same time. */
class ReconcileSchedulerIT {
    private static final Database DATABASE = TestEngines.database();
    private static final TestSales SALES = new TestSales(DATABASE);
    private static final int THREADS = 64;
    private static final int BUYERS_EACH = 40;

    private static RedisNode engine;
    private static List<TestShop> nodes;
    private static List<ShopClient> shops;
    private static RedisClient redis;

    @BeforeAll
    static void open() {
        // A separate schema: the scheduler would also find the sales of other tests.
        engine = RedisNode.start(TestFolders.anew("redis", "reconciler"));
        Map<String, String> settings =
                Map.of("SECKILL_PURCHASE", "queue", "SECKILL_QUEUE_CHECK_MS", "100", "SECKILL_REDIS_URL", engine.url());
        nodes = List.of(TestShop.start(settings), TestShop.start(settings));
        shops = nodes.stream().map(node -> new ShopClient(node.port())).toList();
        redis = RedisClient.create(engine.url());
    }

    @AfterAll
    static void close() {
        redis.close();
        nodes.forEach(TestShop::close);
        engine.close();
    }

    @Test
    void aSaleInFullSwingThatIsRestockedInTheMiddleGivesNoAlarm() {
        long sale = SALES.open(1000);
        String stock = "seckill:{" + sale + "}:stock";
        await().until(() -> redis.exists(stock));
        double before = drift();
        int restocker = THREADS;
        ConcurrentRun.of(THREADS + 1, i -> {
                    if (i == restocker) {
                        await().until(() -> SALES.purchases(sale) > 300);
                        DATABASE.rows("CALL restock_seckill(?, 500)", sale);
                        return 0;
                    }
                    for (int k = 0; k < BUYERS_EACH; k++) {
                        shops.get(i % 2).loggedIn(ShopClient.phone(100 * i + k)).buy(sale);
                    }
                    return 0;
                })
                .results();
        // With a slow database most buyers order before the restock.
        AtomicInteger late = new AtomicInteger(100 * restocker);
        await().until(() -> {
            shops.get(0).loggedIn(ShopClient.phone(late.incrementAndGet())).buy(sale);
            return SALES.purchases(sale) == 1500;
        });
        await().until(() -> redis.xlen("seckill:{" + sale + "}:orders") == 0);
        assertThat(SALES.purchases(sale)).isEqualTo(1500);
        assertThat(SALES.stock(sale)).isZero();
        assertThat(redis.get(stock)).isEqualTo("0");
        // Long enough that its buyers are compared once more.
        await().until(() -> redis.exists("seckill:{" + sale + "}:turn:buyers"));
        await().until(() -> !redis.exists("seckill:{" + sale + "}:turn:buyers"));
        await().until(() -> redis.exists("seckill:{" + sale + "}:turn:buyers"));
        assertThat(drift()).isEqualTo(before);
    }

    @Test
    void whoWaitsWithoutAnEntryHearsItAndBuysWithTheNextPress() {
        long sale = SALES.open(10);
        ShopClient buyer = shops.get(0).loggedIn(ShopClient.phone(1));
        String stock = "seckill:{" + sale + "}:stock";
        await().until(() -> redis.exists(stock));
        redis.decr(stock);
        String buyers = "seckill:{" + sale + "}:buyers";
        redis.hset(buyers, ShopClient.phone(1), "Wlost 1-1");
        await().until(() -> redis.hget(buyers, ShopClient.phone(1)).equals("Blost"));
        assertThat(buyer.result(sale).state()).isEqualTo(-4);
        await().until(() -> redis.get(stock).equals("10"));
        assertThat(buyer.buy(sale).state()).isEqualTo(2);
        await().until(() -> buyer.result(sale).state() == 1);
    }

    @Test
    void whatWaitsAndWhatWasSetAsideIsToldOfEachSale() {
        long sale = SALES.open(10);
        redis.xadd("seckill:{" + sale + "}:orders", XAddParams.xAddParams(), Map.of("neither", "phone nor ticket"));
        await().until(() -> metric("seckill_queue_poison{sale=\"" + sale + "\"}") == 1);
        await().until(() -> redis.exists("seckill:{" + sale + "}:stock"));
        try (RowLock hold = RowLock.of(sale)) {
            assertThat(hold).isNotNull();
            shops.get(0).loggedIn(ShopClient.phone(1)).buy(sale);
            // While the row is locked nothing is compared, but the gauges are still read.
            await().until(() -> metric("seckill_queue_oldest_seconds{sale=\"" + sale + "\"}") > 2);
        }
        await().until(() -> metric("seckill_queue_oldest_seconds{sale=\"" + sale + "\"}") == 0);
        await().until(() -> SALES.purchases(sale) == 1);
    }

    /** The drift that both nodes counted, except the kind `ledger`: other tests change stocks by hand. */
    private static double drift() {
        return Stream.of(Drift.values())
                .filter(kind -> kind != Drift.LEDGER)
                .mapToDouble(kind -> metric("seckill_queue_drift_total{kind=\"" + kind + "\"}"))
                .sum();
    }

    /** The greatest value of all nodes. */
    private static double metric(String series) {
        return shops.stream().mapToDouble(shop -> shop.metric(series)).max().orElse(0);
    }
}
