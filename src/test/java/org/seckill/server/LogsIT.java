package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.DatabaseProcess;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.engine.ZooKeeperProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.UnpackedWar;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.Restartable;
import org.seckill.testkit.run.TestFolders;

/** The log of a node that loses each of its engines and receives phone numbers where none belong. */
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

    /** Both desks lose each engine at the same time, because most of the test waits for time-outs. */
    @Test
    void theLossOfEachEngineIsTwoLinesAndNoLineHasAPhoneNumberOrASecret() {
        try (Node info = Node.start("INFO", "procedure", 120);
                Node debug = Node.start("DEBUG", "queue", 20_000)) {
            List<Node> nodes = List.of(info, debug);
            nodes.forEach(Node::open);
            lose(DATABASE, "database", nodes);
            lose(redis, "redis", nodes);
            lose(ZOOKEEPER, "zookeeper", nodes);
            nodes.forEach(Node::stop);

            assertLines(info);
            assertLines(debug);
            List<String> lines = debug.lines();
            assertThat(actionsOn(firstTicket(lines), lines))
                    .containsSubsequence("order pressed", "order sent", "order answered")
                    .contains("order left");
        }
    }

    private static void assertLines(Node node) {
        List<String> lines = node.lines();
        assertThat(lines).noneMatch(line -> PHONE.matcher(line).find());
        assertThat(lines).noneMatch(line -> line.contains(SECRET));
        assertThat(lines).noneMatch(line -> line.contains(DATABASE.database().password()));
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
        assertThat(lines.size()).as(String.join("\n", lines)).isLessThan(node.mostLines());
    }

    private static void lose(Restartable engine, String part, List<Node> nodes) {
        engine.kill();
        ConcurrentRun.of(nodes.size(), i -> {
                    Node node = nodes.get(i);
                    await().until(() -> {
                        node.use();
                        return node.logs("lost part=" + part);
                    });
                    // Requests during the outage add no more lines about its beginning.
                    node.use();
                    return part;
                })
                .results();
        engine.start();
        for (Node node : nodes) {
            await().until(() -> node.logs("back part=" + part));
            await().until(() -> node.shop().get("/readyz").status() == 200);
        }
    }

    /** A node in a process of its own, with its own schema, Redis database and ZooKeeper folder. */
    private record Node(Program program, ShopClient shop, TestSales sales, int mostLines, List<Runnable> requests)
            implements AutoCloseable {
        /** Returns at once. */
        static Node start(String level, String desk, int mostLines) {
            int port = Program.freePort();
            Database database = DATABASE.database().schema("seckill_" + desk);
            Program program = Program.start(
                    HOME.resolve("node"),
                    settings(level, desk, database, port),
                    UnpackedWar.command("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                            .toArray(String[]::new));
            return new Node(program, new ShopClient(port), new TestSales(database), mostLines, new ArrayList<>());
        }

        /** Opens a sale, logs two buyers in and sells to one of them. */
        void open() {
            program.awaitLine("Seckill is ready at ");
            long sale = sales.open(1000);
            sendPhonesWhereNoneBelong(shop, sale);
            requests.add(() -> shop.get("/readyz"));
            requests.add(() -> shop.get("/metrics"));
            requests.add(() -> shop.get("/seckill/list"));
            for (int number = 1; number <= 2; number++) {
                ShopClient buyer = shop.loggedIn(ShopClient.phone(number));
                requests.add(() -> buyer.get("/seckill/purchases"));
                requests.add(() -> press(buyer, sale));
                await().until(() -> buyer.buy(sale), answer -> answer.status() == 200);
            }
        }

        /** Sends all requests at the same time and ignores their answers. */
        void use() {
            ConcurrentRun.of(requests.size(), i -> {
                        requests.get(i).run();
                        return i;
                    })
                    .results();
        }

        boolean logs(String text) {
            return program.output().stream().anyMatch(line -> line.contains(text));
        }

        List<String> lines() {
            return Stream.concat(program.output().stream(), program.errorOutput().stream())
                    .toList();
        }

        void stop() {
            program.signal("TERM");
            program.awaitExit();
        }

        @Override
        public void close() {
            program.close();
        }
    }

    private static void press(ShopClient buyer, long sale) {
        ShopClient.Answer exposed = buyer.expose(sale);
        if (exposed.status() == 200 && exposed.data().hasNonNull("md5")) {
            buyer.execute(sale, exposed.data().get("md5").asString());
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

    /** The first two words of each line about the order with this ticket. */
    private static List<String> actionsOn(String ticket, List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("ticket=" + ticket))
                .map(line -> line.replaceFirst("^.*(order [a-z]+) .*$", "$1"))
                .toList();
    }

    private static Map<String, String> settings(String level, String desk, Database database, int port) {
        Map<String, String> settings = new HashMap<>();
        settings.put("SECKILL_DB_URL", database.url());
        settings.put("SECKILL_DB_USER", database.user());
        settings.put("SECKILL_DB_PASSWORD", database.password());
        settings.put("SECKILL_REDIS_URL", redis.url().replaceFirst("/0$", desk.equals("queue") ? "/1" : "/0"));
        settings.put("SECKILL_ZOOKEEPER", ZOOKEEPER.address() + "/" + desk);
        settings.put("SECKILL_SECRET", SECRET);
        settings.put("SECKILL_LOG_LEVEL", level);
        settings.put("SECKILL_PURCHASE", desk);
        settings.put("SECKILL_HTTP_PORT", Integer.toString(port));
        return settings;
    }
}
