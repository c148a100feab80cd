package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.nginx.RecordingNode.Reply;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.NodeProcess;
import org.seckill.testkit.node.NodeSettings;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;

/** {@code nginx/rolling-restart}, with real nodes under load and with nodes that do not start again. */
@Tag("nginx")
@Timeout(900)
class RollingRestartIT {
    private static final Path SCRIPT = Path.of("nginx/rolling-restart").toAbsolutePath();

    /** How often each node is restarted: {@code -Drolling.rounds}. */
    private static final int ROUNDS = Integer.getInteger("rolling.rounds", 1);

    private static final int THREADS = 10;

    /** {@code -Drolling.buyers}. */
    private static final int BUYERS_PER_SECOND = Integer.getInteger("rolling.buyers", 25);

    private final Path folder = TestFolders.anew("nginx", "rolling");
    private final RecordingNode first = new RecordingNode();
    private final RecordingNode second = new RecordingNode();
    private final RecordingNode command = new RecordingNode();

    @AfterEach
    void stop() {
        first.close();
        second.close();
        command.close();
    }

    @ParameterizedTest
    @EnumSource(PurchaseMode.class)
    void noRequestIsLostWhileEachNodeIsRestarted(PurchaseMode desk) throws IOException {
        Database database = TestEngines.database().schema("seckill_rolling_" + desk.setting());
        // Its own, because sales of other schemas have the same ids.
        String redis = TestEngines.redisUrl("rolling_" + desk.setting());
        NodeSettings settings = new NodeSettings(desk, database, redis, null);
        try (NodeProcess one = new NodeProcess("one", folder, settings);
                NodeProcess two = new NodeProcess("two", folder, settings)) {
            ConcurrentRun.of(2, i -> {
                        (i == 0 ? one : two).start();
                        return i;
                    })
                    .results();
            NginxProcess nginx = NginxProcess.before(one.port(), two.port());
            TestSales sales = new TestSales(database);
            Load load = new Load(nginx, sales.open(1_000_000));
            try (nginx;
                    Restarts restarts = new Restarts(List.of(one, two))) {
                try {
                    for (int i = 0; i < ROUNDS && load.lost.isEmpty(); i++) {
                        restart(one, two, restarts);
                    }
                } finally {
                    load.end();
                }
                assertThat(restarts.done).hasValue(2 * ROUNDS);
            }
            // Of Nginx, which tells what a client that asks again does not: a slow node's own 503 is no loss.
            List<String> failed = nginx.accessLog().stream()
                    .filter(line -> line.matches(".*\" 5[0-9][0-9] .*"))
                    .toList();
            String course = 2 * ROUNDS + " restarts, " + load.buyers.get() + " buyers, " + load.requests.get()
                    + " requests, " + load.lost.size() + " lost, " + failed.size() + " put off by a node";
            Files.writeString(Path.of("target", "rolling-restart-" + desk.setting() + ".txt"), course + "\n");
            assertThat(load.lost).as(course).isEmpty();
            assertThat(nginx.accessLog()).hasSizeGreaterThanOrEqualTo(load.requests.get());
            assertThat(failed).as(course).allMatch(line -> line.matches(".*\" 503 .* node=(.*, )?[^ ]*[: ]503:.*"));
            assertThat(load.buyers).as(course).hasValueGreaterThan(20 * ROUNDS);
            await().until(() -> sales.purchases(load.sale) == load.buyers.get());
        }
    }

    private void restart(NodeProcess one, NodeProcess two, Restarts restarts) {
        try (Program script = run(
                "--command",
                restarts.command(),
                "one=http://127.0.0.1:" + one.port() + "/readyz",
                "two=http://127.0.0.1:" + two.port() + "/readyz")) {
            assertThat(script.awaitExit())
                    .as("%s %s", script.output(), script.errorOutput())
                    .isZero();
        }
    }

    @Test
    void nodesAreRestartedInTurnAndTheirNamesAreFilledIn() {
        try (Program script = run("--command", called("{}"), "--settle", "1", url("a", first), url("b", second))) {
            assertThat(script.awaitExit()).as("%s", script.errorOutput()).isZero();
            assertThat(script.output()).last().asString().endsWith("restarted: a, b");
        }
        assertThat(called()).containsExactly("/a", "/b");
        assertThat(first.asked()).allMatch(asked -> asked.target().equals("/readyz"));
    }

    @Test
    void noNodeIsStoppedWhileAnotherIsNotReady() {
        second.answer(request -> new Reply(503, Map.of(), "missing: database"));
        try (Program script = run("--command", called("{}"), url("a", first), url("b", second))) {
            assertThat(script.awaitExit()).isEqualTo(1);
            assertThat(script.errorOutput()).singleElement().asString().contains("node b is not ready", "none");
        }
        assertThat(called()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterANodeThatDoesNotComeBackTheOthersAreLeftAsTheyAre(boolean comesAndGoes) {
        AtomicInteger asked = new AtomicInteger();
        command.answer(request -> {
            first.answer(readyz -> comesAndGoes && asked.incrementAndGet() % 2 == 0
                    ? Reply.page("ready")
                    : new Reply(503, Map.of(), "missing: database"));
            return Reply.page("restarted");
        });
        try (Program script =
                run("--command", called("{}"), "--ready", "3", "--settle", "2", url("a", first), url("b", second))) {
            assertThat(script.awaitExit()).isEqualTo(1);
            assertThat(script.errorOutput())
                    .singleElement()
                    .asString()
                    .matches("rolling-restart: node a (is not|does not stay) ready.*restarted so far: none");
        }
        assertThat(called()).containsExactly("/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo {}; exit 7", "sleep 600 # {}"})
    void aCommandThatFailsOrDoesNotEndStopsTheScript(String broken) {
        try (Program script = run("--command", broken, "--ready", "2", url("a", first), url("b", second))) {
            assertThat(script.awaitExit()).isEqualTo(1);
            assertThat(script.errorOutput())
                    .singleElement()
                    .asString()
                    .contains(broken.contains("exit") ? "failed with status 7" : "failed with status 124");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a=http://127.0.0.1:1/readyz",
                "a b",
                "a=http://127.0.0.1:1/ a=http://127.0.0.1:2/",
                "a=http://127.0.0.1:1/ b=http://127.0.0.1:1/",
                "a;b=http://127.0.0.1:1/ c=http://127.0.0.1:2/",
                "--ready 0 a=http://127.0.0.1:1/ b=http://127.0.0.1:2/",
                "--settle x a=http://127.0.0.1:1/ b=http://127.0.0.1:2/",
                "--command true a=http://127.0.0.1:1/ b=http://127.0.0.1:2/",
                "a=http://127.0.0.1:1/ b=http://127.0.0.1:2/ --ready",
                "--none a=http://127.0.0.1:1/ b=http://127.0.0.1:2/"
            })
    void aWrongCallIsToldHowToCall(String words) {
        try (Program script = run(words.isEmpty() ? new String[0] : words.split(" "))) {
            assertThat(script.awaitExit()).isEqualTo(2);
            assertThat(script.errorOutput()).first().asString().startsWith("rolling-restart: ");
            assertThat(script.errorOutput()).anyMatch(line -> line.contains("--settle SECONDS"));
        }
    }

    /** Until then the restarted node may get no requests, and the next one would be the last. */
    @Test
    void theScriptWaitsLongerThanNginxLeavesANodeAlone() throws IOException {
        assertThat(number(SCRIPT, "(?m)^settle=([0-9]+)$"))
                .isGreaterThan(number(Path.of("nginx/nginx.conf"), "max_fails=3 fail_timeout=([0-9]+)s") + 1);
    }

    private static int number(Path file, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(file));
        assertThat(found.find()).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private Program run(String... words) {
        List<String> line = new ArrayList<>(List.of("bash", SCRIPT.toString()));
        line.addAll(List.of(words));
        return Program.start(folder, Map.of(), line.toArray(String[]::new));
    }

    private String called(String name) {
        return "curl --silent --fail --output /dev/null http://127.0.0.1:" + command.port() + "/" + name;
    }

    private List<String> called() {
        return command.asked().stream().map(RecordingNode.Asked::target).toList();
    }

    private static String url(String name, RecordingNode node) {
        return name + "=http://127.0.0.1:" + node.port() + "/readyz";
    }

    /** In place of systemd: stops a node and starts it, without waiting until it serves. */
    private static final class Restarts implements AutoCloseable {
        private final HttpServer server;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        final AtomicInteger done = new AtomicInteger();

        Restarts(List<NodeProcess> nodes) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
            server.setExecutor(threads);
            nodes.forEach(node -> server.createContext("/" + node.name(), exchange -> {
                try (exchange) {
                    node.close();
                    threads.execute(node::start);
                    done.incrementAndGet();
                    exchange.sendResponseHeaders(200, -1);
                }
            }));
            server.start();
        }

        String command() {
            return "curl --silent --show-error --fail http://127.0.0.1:"
                    + server.getAddress().getPort() + "/{}";
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdown();
        }
    }

    /** Buyers at a constant rate, or fewer on a slow machine. Each opens the pages and buys. */
    private static final class Load {
        private final NginxProcess nginx;
        private final long sale;
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final AtomicInteger buyers = new AtomicInteger();
        private final AtomicInteger requests = new AtomicInteger();
        private final Queue<String> lost = new ConcurrentLinkedQueue<>();
        private final ConcurrentRun crowd;

        Load(NginxProcess nginx, long sale) {
            this.nginx = nginx;
            this.sale = sale;
            this.crowd = ConcurrentRun.of(THREADS, thread -> {
                long begun = System.nanoTime();
                for (int n = 0; !isOver.get(); n++) {
                    pause(begun + n * (1_000_000_000L * THREADS / BUYERS_PER_SECOND) - System.nanoTime());
                    visit(thread * 100_000 + n);
                }
                return thread;
            });
        }

        void end() {
            isOver.set(true);
            crowd.results();
        }

        private void visit(int number) {
            ShopClient visitor = nginx.shop();
            kept("list", () -> visitor.get("/seckill/list"));
            kept("detail", () -> visitor.get("/seckill/" + sale + "/detail"));
            kept("time", () -> visitor.get("/seckill/time/now"));
            Answer login = kept("login", () -> visitor.post("/seckill/login", "phone=" + ShopClient.phone(number)));
            ShopClient buyer = visitor.withCookie(login.header("Set-Cookie").replaceFirst(";.*", ""));
            kept("me", () -> buyer.get("/seckill/me"));
            String md5 =
                    kept("exposer", () -> buyer.expose(sale)).data().get("md5").asString();
            Answer press = kept("execution", () -> buyer.execute(sale, md5));
            if (press.state() != 1 && press.state() != -1 && press.state() != 2) {
                lost.add("execution: " + press.http().body());
            }
            kept("result", () -> buyer.resultAtOnce(sale));
            buyers.incrementAndGet();
        }

        private Answer kept(String what, Supplier<Answer> request) {
            requests.incrementAndGet();
            try {
                Answer answer = ShopClient.whileBusy(request, told -> told.status() == 503);
                if (answer.status() != 200) {
                    lost.add(what + ": " + answer.status() + " " + answer.http().body());
                }
                return answer;
            } catch (AssertionError e) {
                lost.add(what + ": " + e);
                throw e;
            }
        }

        private static void pause(long nanos) {
            try {
                Thread.sleep(Math.max(0, nanos / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
