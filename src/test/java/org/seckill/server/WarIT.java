package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.engine.ZooKeeperNode;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;

/** {@code java -jar seckill.war} with nothing but its environment. */
@Timeout(300)
class WarIT {
    private static final Path CONSOLE = TestFolders.anew("war");

    @Test
    void itTellsItsAddressServesAndSellsOneUnitOnce() {
        try (Program war = start(TestShop.settings())) {
            String ready = war.awaitLine("Seckill is ready at ");
            assertThat(ready)
                    .matches(
                            "20[0-9-]+T[0-9:.]+(Z|[+-][0-9:]+) INFO  Seckill is ready at http://localhost:[0-9]+/seckill/list");
            ShopClient shop = shopAt(ready);
            TestSales sales = new TestSales(TestEngines.database());
            long sale = sales.open(1);

            assertThat(shop.get("/seckill/list").status()).isEqualTo(200);
            assertThat(shop.get("/static/img/parcel.svg").status()).isEqualTo(200);
            assertThat(shop.get("/static/img/").status()).isEqualTo(404);
            assertThat(shop.get("/static/img").status()).isEqualTo(404);
            assertThat(shop.loggedIn(ShopClient.phone(1)).buy(sale).state()).isEqualTo(1);
            assertThat(shop.loggedIn(ShopClient.phone(2)).buy(sale).state()).isZero();
            assertThat(sales.stock(sale)).isZero();
            assertThat(sales.purchases(sale)).isOne();

            war.signal("TERM");
            assertThat(war.awaitExit()).isEqualTo(128 + 15);
        }
    }

    @Test
    void itHasWhatItNeedsToMeetOtherNodes() {
        Map<String, String> settings = new HashMap<>(TestShop.settings());
        try (ZooKeeperNode zooKeeper = ZooKeeperNode.start()) {
            settings.put("SECKILL_ZOOKEEPER", zooKeeper.address() + "/shop");
            try (Program war = start(settings)) {
                ShopClient shop = shopAt(war.awaitLine("Seckill is ready at "));
                long sale = new TestSales(TestEngines.database()).open(1);
                assertThat(shop.loggedIn(ShopClient.phone(1)).buy(sale).state()).isEqualTo(1);
                await().until(() -> shop.get("/metrics").http().body().contains("{source=\"zookeeper\"} 1.0"));
                war.signal("TERM");
                assertThat(war.awaitExit()).isEqualTo(128 + 15);
                assertThat(war.errorOutput()).isEmpty();
            }
        }
    }

    /** Locales with other digits (Arabic), with another calendar (Thai) and with an i without a dot (Turkish). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Duser.language=ar -Duser.country=EG",
                "-Duser.language=th -Duser.country=TH -Duser.extensions=u-nu-thai-ca-buddhist",
                "-Duser.language=tr -Duser.country=TR",
            })
    void itSellsOnAMachineOfAnyLocale(String locale) {
        Map<String, String> settings = new HashMap<>(TestShop.settings());
        settings.put("JAVA_TOOL_OPTIONS", locale);
        try (Program war = start(settings)) {
            ShopClient shop = shopAt(war.awaitLine("Seckill is ready at http://localhost:"));
            long sale = new TestSales(TestEngines.database()).open(1);
            ShopClient buyer = shop.loggedIn(ShopClient.phone(1));

            assertThat(buyer.buy(sale).state()).isEqualTo(1);
            assertThat(buyer.get("/seckill/purchases").http().body()).contains("/seckill/" + sale + "/detail");
            assertThat(shop.get("/seckill/list").status()).isEqualTo(200);
            assertThat(shop.get("/seckill/" + sale + "/detail").status()).isEqualTo(200);
            assertThat(shop.get("/readyz").status()).isEqualTo(200);
            assertThat(shop.get("/metrics").http().body()).doesNotContainPattern("[^\\p{ASCII}]");
        }
    }

    @Test
    void withoutSettingsItNamesAllThatAreMissingInOneLine() {
        assertThat(lineOfFailure(Map.of()))
                .startsWith("Seckill could not start: SECKILL_")
                .contains("SECKILL_DB_URL", "SECKILL_DB_USER", "SECKILL_REDIS_URL", "SECKILL_SECRET");
    }

    @Test
    void aWrongPasswordOfTheDatabaseIsOneLineThatDoesNotTellIt() {
        Map<String, String> settings = new HashMap<>(TestShop.settings());
        settings.put("SECKILL_DB_PASSWORD", "not-the-password");

        assertThat(lineOfFailure(settings))
                .startsWith("Seckill could not start: the database cannot be used (Access denied")
                .contains("SECKILL_DB_PASSWORD")
                .doesNotContain("not-the-password");
    }

    @Test
    void aSchemaThatIsNotThereIsOneLine() {
        Map<String, String> settings = new HashMap<>(TestShop.settings());
        settings.put("SECKILL_DB_URL", TestEngines.database().url().replaceFirst("/[^/]*$", "/no_such_schema"));

        // The account may not know whether it exists.
        assertThat(lineOfFailure(settings))
                .startsWith("Seckill could not start: the database cannot be used (")
                .contains("no_such_schema", "SECKILL_DB_URL");
    }

    private static String lineOfFailure(Map<String, String> settings) {
        try (Program war = start(settings)) {
            assertThat(war.awaitExit()).isEqualTo(1);
            assertThat(war.output()).isEmpty();
            assertThat(war.errorOutput()).hasSize(1);
            return war.errorOutput().get(0);
        }
    }

    private static ShopClient shopAt(String ready) {
        return new ShopClient(Integer.parseInt(ready.replaceFirst(".*:([0-9]+)/.*", "$1")));
    }

    private static Program start(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("SECKILL_HTTP_PORT", "0");
        return Program.start(
                CONSOLE,
                environment,
                Program.java(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("seckill.war"));
    }
}
