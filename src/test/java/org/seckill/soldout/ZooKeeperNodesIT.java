package org.seckill.soldout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.engine.ZooKeeperNode;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.proxy.TcpProxy;

/** Two whole nodes, over HTTP. */
@Timeout(300)
class ZooKeeperNodesIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final String CALLS = "seckill_commit_seconds_count";
    private static final String KNOWN = "seckill_soldout_marks{source=\"zookeeper\"}";
    private static final String CONNECTED = "seckill_zookeeper_connected";

    /** Of tests before this one, which may still end. */
    private final Set<Thread> others = Thread.getAllStackTraces().keySet();

    private final ZooKeeperNode zooKeeper = ZooKeeperNode.start();
    private final TcpProxy proxy = new TcpProxy(zooKeeper.port());
    private final TestShop first = node(zooKeeper.port());
    private final TestShop second = node(proxy.port());
    private final ShopClient there = first.client();
    private final ShopClient here = second.client();

    @AfterEach
    void stop() {
        first.close();
        second.close();
        proxy.close();
        zooKeeper.close();
    }

    @Test
    void whatOneNodeSoldOutTheOtherRefusesFromMemory() {
        long sale = soldOutThere();
        assertThat(here.loggedIn(ShopClient.phone(2)).buy(sale).state()).isZero();
        assertThat(here.loggedIn(ShopClient.phone(3))
                        .expose(sale)
                        .data()
                        .get("stock")
                        .asInt())
                .isZero();
        assertThat(value(here, CALLS)).isZero();
        // Whoever bought there is not told here that it is over.
        assertThat(here.loggedIn(ShopClient.phone(1)).buy(sale).state()).isEqualTo(-1);
    }

    @Test
    void afterARestockEveryNodeSells() {
        long sale = soldOutThere();
        TestEngines.database().update("CALL restock_seckill(?, 2)", sale);
        buyWhenItIsKnown(here, sale, 2);
        buyWhenItIsKnown(there, sale, 3);
        assertThat(SALES.stock(sale)).isZero();
        assertThat(SALES.purchases(sale)).isEqualTo(3);
    }

    @Test
    void aNodeThatIsCutOffAsksTheDatabaseAndIsTrustedAgainLater() {
        long sale = soldOutThere();
        proxy.cut();
        await().until(() -> value(here, KNOWN) == 0);
        await().until(() -> value(here, CONNECTED) == 0);
        assertThat(states(here)).containsEntry("zookeeper", "down").containsEntry("database", "up");
        assertThat(here.get("/readyz").status()).isEqualTo(200);
        assertThat(here.loggedIn(ShopClient.phone(2)).buy(sale).state()).isZero();
        assertThat(value(here, CALLS)).isOne();
        proxy.heal();
        await().until(() -> value(here, KNOWN) == 1);
        assertThat(states(here)).containsEntry("zookeeper", "up");
    }

    @Test
    void aNodeStartsAndSellsWhileZooKeeperIsAway() {
        zooKeeper.stop();
        try (TestShop early = node(zooKeeper.port())) {
            ShopClient shop = early.client();
            assertThat(states(shop)).containsEntry("zookeeper", "down");
            assertThat(shop.loggedIn(ShopClient.phone(1)).buy(SALES.open(1)).state())
                    .isEqualTo(1);
            zooKeeper.restart();
            await().until(() -> value(shop, CONNECTED) == 1);
        }
    }

    @Test
    void aNodeWithoutTheSettingHasNothingOfIt() {
        assertThat(states(TestShop.shared().client())).doesNotContainKey("zookeeper");
        assertThat(TestShop.shared().client().get("/metrics").http().body())
                .contains(KNOWN)
                .doesNotContain("seckill_zookeeper", "seckill_soldout_relay", "seckill_soldout_writes");
    }

    @Test
    void aNodeThatStopsLeavesNoThread() {
        assertThat(threads("soldout-sweep")).isEqualTo(2);
        assertThat(threads("soldout-relay")).isEqualTo(2);
        first.close();
        second.close();
        await().until(() -> threads("soldout-") + threads("Curator-") + threads(".*(Send|Event)Thread") == 0);
    }

    /** A sale of one unit, which the first node sold, and of which the second one heard. */
    private long soldOutThere() {
        long sale = SALES.open(1);
        assertThat(there.loggedIn(ShopClient.phone(1)).buy(sale).state()).isEqualTo(1);
        await().until(() -> value(here, KNOWN) == 1);
        assertThat(value(here, "seckill_soldout_marks{source=\"desk\"}")).isZero();
        return sale;
    }

    private static void buyWhenItIsKnown(ShopClient shop, long sale, int buyer) {
        ShopClient visitor = shop.loggedIn(ShopClient.phone(buyer));
        await().until(() -> visitor.buy(sale).state() == 1);
    }

    private static TestShop node(int port) {
        return TestShop.start(Map.of("SECKILL_ZOOKEEPER", "localhost:" + port + "/shops/one"));
    }

    private static Map<String, String> states(ShopClient shop) {
        return shop.get("/readyz")
                .data()
                .propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asString()));
    }

    private static double value(ShopClient shop, String series) {
        Matcher sample = Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$")
                .matcher(shop.get("/metrics").http().body());
        assertThat(sample.find()).as(series).isTrue();
        return Double.parseDouble(sample.group(1));
    }

    private long threads(String name) {
        Pattern pattern = Pattern.compile(name);
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !others.contains(thread))
                .filter(thread -> pattern.matcher(thread.getName()).lookingAt())
                .count();
    }
}
