package org.seckill.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.proxy.TcpProxy;

/** What a node of this test's own tells of what was done with it. */
class MetricsIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final String MD5 = "0123456789abcdef0123456789abcdef";

    /** Sales of other tests are open too; of those that are told, these come first. */
    private static final Duration LONG_AGO = Duration.ofDays(-900);

    private static TestShop server;
    private static ShopClient shop;

    @BeforeAll
    static void start() {
        server = TestShop.start(Map.of("SECKILL_CACHE_NEAR_MS", "60000", "SECKILL_CACHE_SHARED_MS", "600000"));
        shop = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyOrderIsCountedOnceByWhatBecameOfIt() {
        long sale = SALES.open(1);
        ShopClient winner = shop.loggedIn(ShopClient.phone(1));
        ShopClient late = shop.loggedIn(ShopClient.phone(2));
        String address = winner.md5(sale);
        String lateAddress = late.md5(sale);
        Scrape before = Scrape.of(shop);

        assertThat(winner.execute(sale, address).state()).isEqualTo(1);
        assertThat(winner.execute(sale, address).state()).isEqualTo(-1);
        assertThat(winner.execute(sale, address).state()).isEqualTo(-1);
        assertThat(late.execute(sale, lateAddress).state()).isZero();
        assertThat(late.execute(sale, address).state()).isEqualTo(-3);

        assertThat(difference(before, outcomes("recorded", "repeat", "sold_out", "rewritten", "busy", "unknown")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        outcome("recorded"),
                        1.0,
                        outcome("repeat"),
                        2.0,
                        outcome("sold_out"),
                        1.0,
                        outcome("rewritten"),
                        1.0));
    }

    @Test
    void everyOrderThatReachesTheDatabaseIsInOneBatch() {
        long sale = SALES.open(5);
        List<ShopClient> buyers = List.of(
                shop.loggedIn(ShopClient.phone(11)),
                shop.loggedIn(ShopClient.phone(12)),
                shop.loggedIn(ShopClient.phone(13)));
        List<String> addresses = buyers.stream().map(buyer -> buyer.md5(sale)).toList();
        Scrape before = Scrape.of(shop);

        for (int i = 0; i < buyers.size(); i++) {
            assertThat(buyers.get(i).execute(sale, addresses.get(i)).state()).isEqualTo(1);
        }

        Scrape after = Scrape.of(shop);
        assertThat(gained(before, after, "seckill_batch_size_sum")).isEqualTo(3);
        assertThat(gained(before, after, "seckill_batch_size_count")).isEqualTo(3);
        assertThat(gained(before, after, "seckill_commit_seconds_count")).isEqualTo(3);
        assertThat(gained(before, after, "seckill_lane_wait_seconds_count")).isEqualTo(3);
        assertThat(gained(before, after, "seckill_commit_seconds_sum")).isPositive();
        assertThat(gained(before, after, "seckill_commit_unknown_total")).isZero();
    }

    @Test
    void everyRequestIsTimedByWhatItIsForAndHowItEnded() {
        // Its own node, from its first request: one that was answered to another test may be counted only now.
        try (TestShop node = TestShop.start(Map.of())) {
            ShopClient own = node.client();
            Map<String, Double> expected = ask(own);
            // A request is counted when its answer is complete, which its client may see a moment earlier.
            await().until(() -> answered(own), expected::equals);
        }
    }

    /** One request after the other to each address. @return how many of each kind there were */
    private static Map<String, Double> ask(ShopClient shop) {
        long sale = SALES.open(5);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(21));
        String address = buyer.md5(sale);
        buyer.execute(sale, address);
        shop.execute(sale, address);
        for (int i = 0; i < 3; i++) {
            buyer.expose(sale);
        }
        shop.get("/seckill/time/now");
        Answer page = shop.get("/seckill/" + sale + "/detail");
        // 304, unless the page was rendered anew in between.
        Answer again =
                shop.send(shop.request("/seckill/" + sale + "/detail").header("If-None-Match", page.header("ETag")));
        shop.get("/seckill/999999999999/detail");
        shop.get("/seckill/list");
        shop.get("/seckill/list?page=none");
        shop.loggedIn(ShopClient.phone(22));
        shop.post("/seckill/login", "phone=none");
        buyer.result(sale);
        buyer.get("/seckill/me");
        buyer.get("/seckill/purchases");
        shop.get("/static/img/parcel.svg");
        shop.get("/static/none.js");
        shop.get("/");
        shop.get("/wp-admin");
        shop.post("/seckill/list", "");

        Map<String, Double> expected = new TreeMap<>();
        expected.put(requests("execution", "2xx"), 1.0);
        expected.put(requests("execution", "4xx"), 1.0);
        expected.put(requests("exposer", "2xx"), 4.0);
        expected.put(requests("time", "2xx"), 1.0);
        expected.put(requests("detail", "2xx"), 1.0);
        expected.merge(requests("detail", again.status() == 304 ? "3xx" : "2xx"), 1.0, Double::sum);
        expected.put(requests("detail", "4xx"), 1.0);
        expected.put(requests("list", "2xx"), 1.0);
        expected.put(requests("list", "4xx"), 2.0);
        expected.put(requests("login", "2xx"), 2.0);
        expected.put(requests("login", "4xx"), 1.0);
        expected.put(requests("result", "2xx"), 1.0);
        expected.put(requests("me", "2xx"), 1.0);
        expected.put(requests("purchases", "2xx"), 1.0);
        expected.put(requests("static", "2xx"), 1.0);
        expected.put(requests("static", "4xx"), 1.0);
        expected.put(requests("other", "3xx"), 1.0);
        expected.put(requests("other", "4xx"), 1.0);
        return expected;
    }

    /** @return all that were, without those for health and metrics, which each look adds to */
    private static Map<String, Double> answered(ShopClient shop) {
        Map<String, Double> answered = requests(Scrape.of(shop));
        answered.values().removeIf(count -> count == 0);
        answered.remove(requests("health", "2xx"));
        return answered;
    }

    @Test
    void aRequestIsInTheStepsThatItFits() {
        Scrape before = Scrape.of(shop);
        shop.get("/seckill/time/now");
        String time = "seckill_requests_seconds_%s{route=\"time\",status=\"2xx\"%s}";
        await().until(() -> gained(before, Scrape.of(shop), time.formatted("count", "")) == 1);
        Scrape after = Scrape.of(shop);
        assertThat(gained(before, after, time.formatted("bucket", ",le=\"+Inf\"")))
                .isEqualTo(1);
        double seconds = gained(before, after, time.formatted("sum", ""));
        assertThat(seconds).isBetween(0.000001, 60.0);
        for (double step : new double[] {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10}) {
            assertThat(gained(before, after, time.formatted("bucket", ",le=\"" + step + "\"")))
                    .as("%s s in %s s", seconds, step)
                    .isEqualTo(seconds <= step ? 1 : 0);
        }
    }

    @Test
    void aReadIsCountedAtEachLevelThatIsAsked() {
        long sale = SALES.open(5);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(51));
        Scrape before = Scrape.of(shop);
        for (int i = 0; i < 4; i++) {
            buyer.expose(sale);
        }
        assertThat(difference(before, reads(Scrape.of(shop))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        read("near", "miss"),
                        1.0,
                        read("near", "hit"),
                        3.0,
                        read("redis", "miss"),
                        1.0,
                        read("mysql", "hit"),
                        1.0));
    }

    @Test
    void whatIsLeftIsToldOfSalesThatAreNotOver() {
        long open = SALES.create("open", 7, LONG_AGO, Duration.ofHours(1));
        long soldOut = SALES.create("sold out", 0, LONG_AGO, Duration.ofHours(1));
        long over = SALES.create("over", 9, LONG_AGO, Duration.ofHours(-1));
        try {
            await().until(() -> Scrape.of(shop).value(left(open)) == 7);
            assertThat(Scrape.of(shop).has(left(over))).isFalse();
            assertThat(shop.loggedIn(ShopClient.phone(31)).buy(open).state()).isEqualTo(1);
            await().until(() -> Scrape.of(shop).value(left(open)) == 6);
        } finally {
            SALES.move(open, LONG_AGO, Duration.ofHours(-1));
            SALES.move(soldOut, LONG_AGO, Duration.ofHours(-1));
        }
        await().until(() -> !Scrape.of(shop).has(left(open)));
        assertThat(of(Scrape.of(shop), "seckill_stock_left{")).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void thePoolAndTheMachineAreTold() {
        long sale = SALES.open(1);
        Scrape before = Scrape.of(shop);
        shop.loggedIn(ShopClient.phone(41)).buy(sale);
        Scrape after = Scrape.of(shop);
        for (String time : new String[] {"acquire", "usage"}) {
            String series = "hikaricp_connections_" + time + "_seconds_%s{pool=\"seckill\"%s}";
            assertThat(gained(before, after, series.formatted("count", ""))).isPositive();
            assertThat(gained(before, after, series.formatted("bucket", ",le=\"+Inf\"")))
                    .isPositive();
        }
        assertThat(after.names())
                .contains(
                        "hikaricp_connections_pending",
                        "jvm_memory_used_bytes",
                        "jvm_threads_live_threads",
                        "process_cpu_usage",
                        "process_files_open_files");
    }

    @Test
    void nothingOfABuyerIsEverInIt() {
        long sale = SALES.open(3);
        String hidden = "139";
        for (int i = 0; i < 30; i++) {
            String phone = hidden + "7654" + (1000 + i);
            ShopClient buyer = shop.loggedIn(phone);
            buyer.buy(sale);
            buyer.result(sale);
            buyer.get("/seckill/purchases");
            buyer.get("/seckill/" + phone + "/detail");
            buyer.get("/" + phone + "/" + MD5 + "/execution");
            buyer.post("/seckill/" + phone + "/" + MD5 + "/execution", "phone=" + phone);
            // Without the values, of which one may happen to have these digits.
            String text = Scrape.of(buyer).text().replaceAll("(?m) \\S+$", "");
            assertThat(text)
                    .doesNotContain(phone, buyer.cookie(), buyer.cookie().replaceFirst(".*\\.", ""), MD5);
            assertThat(text).doesNotContain(hidden + "7654", "****", "killPhone");
        }
        assertThat(Scrape.of(shop).text()).doesNotContain(ShopClient.phone(1), "secret");
    }

    @Test
    void whateverVisitorsAskForMakesNoNewSeries() {
        Set<String> before = requests(Scrape.of(shop)).keySet();
        for (int i = 0; i < 50; i++) {
            shop.get("/seckill/" + i + "/detail");
            shop.get("/" + i);
            shop.get("/seckill/x" + i + "/y/execution");
        }
        assertThat(requests(Scrape.of(shop)).keySet()).isEqualTo(before).hasSize(12 * 5);
    }

    @Test
    void whileTheDatabaseIsSilentItIsToldAtOnceWhatIsKnown() {
        long sale = SALES.create("open", 7, LONG_AGO, Duration.ofHours(1));
        try (TestShop node = TestShop.at(PurchaseMode.PROCEDURE)
                .databaseProxy()
                .with("SECKILL_PURCHASE_DEADLINE_MS", 1000)
                .start()) {
            TcpProxy proxy = node.databaseProxy();
            ShopClient own = node.client();
            await().until(() -> Scrape.of(own).value(left(sale)) == 7);
            proxy.freeze();
            long frozen = System.nanoTime();
            AtomicInteger slow = new AtomicInteger();
            // Long enough that no copy counts as fresh any more.
            await().until(() -> {
                long begun = System.nanoTime();
                assertThat(Scrape.of(own).value(left(sale))).isEqualTo(7);
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                assertThat(took).isLessThan(Duration.ofSeconds(3));
                slow.addAndGet(took.toMillis() < 1500 ? 0 : 1);
                return System.nanoTime() - frozen > Duration.ofSeconds(6).toNanos();
            });
            assertThat(slow.get()).as("but for one in which the machine stood").isLessThan(2);
            proxy.heal();
        } finally {
            SALES.move(sale, LONG_AGO, Duration.ofHours(-1));
        }
    }

    private static String outcome(String kind) {
        return "seckill_purchase_outcomes_total{kind=\"" + kind + "\"}";
    }

    private static Map<String, Double> outcomes(String... kinds) {
        Scrape now = Scrape.of(shop);
        Map<String, Double> outcomes = new TreeMap<>();
        for (String kind : kinds) {
            outcomes.put(outcome(kind), now.value(outcome(kind)));
        }
        return outcomes;
    }

    private static String requests(String route, String status) {
        return "seckill_requests_seconds_count{route=\"" + route + "\",status=\"" + status + "\"}";
    }

    private static Map<String, Double> requests(Scrape scrape) {
        return of(scrape, "seckill_requests_seconds_count{");
    }

    private static String read(String level, String result) {
        return "seckill_cache_reads_total{level=\"" + level + "\",result=\"" + result + "\"}";
    }

    private static Map<String, Double> reads(Scrape scrape) {
        return of(scrape, "seckill_cache_reads_total{");
    }

    private static String left(long sale) {
        return "seckill_stock_left{sale=\"" + sale + "\"}";
    }

    private static Map<String, Double> of(Scrape scrape, String beginning) {
        Map<String, Double> some = new TreeMap<>(scrape.samples());
        some.keySet().removeIf(series -> !series.startsWith(beginning));
        return some;
    }

    private static double gained(Scrape before, Scrape after, String series) {
        assertThat(after.samples()).containsKey(series);
        return after.value(series) - before.value(series);
    }

    /** @return what moved, and by how much */
    private static Map<String, Double> difference(Scrape before, Map<String, Double> after) {
        Map<String, Double> moved = new TreeMap<>();
        after.forEach((series, value) -> moved.put(series, value - before.value(series)));
        moved.values().removeIf(gain -> gain == 0);
        return moved;
    }
}
