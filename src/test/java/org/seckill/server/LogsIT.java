package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.DatabaseProcess;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.engine.ZooKeeperProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.Restartable;
import org.seckill.testkit.run.TestFolders;

/** What the log of a node says that loses each engine, and is sent phone numbers where none belong. */
@Tag("outage")
@Timeout(600)
class LogsIT {
    private static final Path HOME = TestFolders.anew("logs");
    private static final String SECRET = "a secret that no line of a log may show";
    private static final Pattern PHONE = Pattern.compile("138[0-9]{8}");
    private static final Pattern TICKET =
            Pattern.compile("order pressed sale=[0-9]+ ticket=([A-Za-z0-9_-]+) buyer=138\\*{4}");

    private static final DatabaseProcess DATABASE = new DatabaseProcess(HOME);
    private static final ZooKeeperProcess ZOOKEEPER = new ZooKeeperProcess(HOME);
    private static RedisNode redis;

    @BeforeAll
    static void start() {
        DATABASE.start();
        redis = RedisNode.start(HOME.resolve("redis"));
        ZOOKEEPER.start();
    }

    @AfterAll
    static void stop() {
        ZOOKEEPER.close();
        redis.close();
        DATABASE.close();
    }

    @ParameterizedTest
    @CsvSource({"INFO,procedure,120", "DEBUG,queue,20000"})
    void theLossOfEachEngineIsTwoLinesAndNoLineHasAPhoneNumberOrASecret(String level, String desk, int mostLines) {
        try (Program node = node(level, desk)) {
            ShopClient shop = TestShop.clientOf(node);
            long sale = new TestSales(DATABASE.database()).open(1000);
            sendPhonesWhereNoneBelong(shop, sale);
            List<ShopClient> buyers = Stream.of(1, 2)
                    .map(number -> shop.loggedIn(ShopClient.phone(number)))
                    .toList();
            await().until(() -> buyers.get(0).buy(sale), answer -> answer.status() == 200);
            lose(DATABASE, node, "database", shop, buyers, sale);
            lose(redis, node, "redis", shop, buyers, sale);
            lose(ZOOKEEPER, node, "zookeeper", shop, buyers, sale);
            node.signal("TERM");
            node.awaitExit();

            List<String> lines = Stream.concat(node.output().stream(), node.errorOutput().stream())
                    .toList();
            assertThat(lines).noneMatch(line -> PHONE.matcher(line).find());
            assertThat(lines).noneMatch(line -> line.contains(SECRET));
            assertThat(lines)
                    .noneMatch(line -> line.contains(DATABASE.database().password()));
            for (String part : List.of("database", "redis", "zookeeper")) {
                assertThat(lines)
                        .as(part)
                        .filteredOn(line -> line.contains("lost part=" + part))
                        .hasSizeBetween(1, 2);
                assertThat(lines)
                        .as(part)
                        .filteredOn(line -> line.contains("back part=" + part))
                        .hasSize(1);
            }
            assertThat(lines.size()).as(String.join("\n", lines)).isLessThan(mostLines);
            if (level.equals("DEBUG")) {
                assertThat(wayOf(firstTicket(lines), lines))
                        .containsSubsequence("order pressed", "order sent", "order answered")
                        .contains("order left");
            }
        }
    }

    private static void lose(
            Restartable engine, Program node, String part, ShopClient shop, List<ShopClient> buyers, long sale) {
        engine.kill();
        await().until(() -> {
            use(shop, buyers, sale);
            return node.output().stream().anyMatch(line -> line.contains("lost part=" + part));
        });
        for (int i = 0; i < 3; i++) {
            use(shop, buyers, sale);
        }
        engine.start();
        await().until(() -> node.output().stream().anyMatch(line -> line.contains("back part=" + part)));
        await().until(() -> shop.get("/readyz").status() == 200);
    }

    /** Whatever the answers are. */
    private static void use(ShopClient shop, List<ShopClient> buyers, long sale) {
        shop.get("/readyz");
        shop.get("/metrics");
        shop.get("/seckill/list");
        for (ShopClient buyer : buyers) {
            buyer.get("/seckill/purchases");
            ShopClient.Answer exposed = buyer.expose(sale);
            if (exposed.status() == 200 && exposed.data().hasNonNull("md5")) {
                buyer.execute(sale, exposed.data().get("md5").asString());
            }
        }
    }

    private static void sendPhonesWhereNoneBelong(ShopClient shop, long sale) {
        String phone = ShopClient.phone(77);
        for (String path : List.of(
                "/" + phone,
                "/seckill/" + phone,
                "/seckill/" + phone + "/detail",
                "/seckill/" + phone + "1234567890/detail",
                "/seckill/list?phone=" + phone,
                "/static/" + phone + ".js",
                "/seckill/" + sale + "/" + phone)) {
            shop.get(path);
            shop.post(path, "phone=" + phone);
        }
        shop.post("/seckill/login", "phone=" + phone + "x");
        shop.post("/seckill/login", "phone=" + phone + "&phone=" + phone + "&" + phone);
        shop.post("/seckill/login?phone=" + phone, "");
        shop.post("/seckill/login", "phone=%" + phone);
        shop.post("/seckill/" + sale + "/" + phone + "/execution", "phone=" + phone);
        ShopClient forged = shop.withCookie("killPhone=" + phone + ".1893456000000.AbC; other=" + phone);
        forged.get("/seckill/me");
        forged.post("/seckill/" + sale + "/exposer", "");
    }

    private static String firstTicket(List<String> lines) {
        return lines.stream()
                .map(TICKET::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** The first two words of each line about it. */
    private static List<String> wayOf(String ticket, List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("ticket=" + ticket))
                .map(line -> line.replaceFirst("^.*(order [a-z]+) .*$", "$1"))
                .toList();
    }

    private static Program node(String level, String desk) {
        return TestShop.at(PurchaseMode.named(desk))
                .on(DATABASE.database(), redis.url())
                .with("SECKILL_ZOOKEEPER", ZOOKEEPER.address())
                .with("SECKILL_SECRET", SECRET)
                .with("SECKILL_LOG_LEVEL", level)
                .startJar(HOME.resolve("node"));
    }
}
