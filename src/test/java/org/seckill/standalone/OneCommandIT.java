package org.seckill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.engine.FileRights;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;
import tools.jackson.databind.JsonNode;

/** {@code mvn compile exec:java} as a process: started, killed, signalled, and started again on the same data. */
@Timeout(300)
class OneCommandIT {
    private static final Path HOME = TestFolders.anew("engines", "one-command");

    /** Of the launcher that all tests share which do not stop it. */
    private static final Path DATA = HOME.resolve("data");

    private static final Path OTHER_DATA = HOME.resolve("other");
    private static final Map<String, String> ARABIC =
            Map.of("JAVA_TOOL_OPTIONS", "-Duser.language=ar -Duser.country=EG");
    private static final int PORT = Program.freePort();
    private static final int OTHER_PORT = Program.freePort();
    private static final long OPEN = 1000;
    private static final long SOON = 1001;

    private static Launcher shared;

    /** As it was just after the start: within a minute another sale opens. */
    private static Answer firstList;

    @BeforeAll
    static void start() {
        shared = Launcher.start(DATA, PORT, ARABIC);
        firstList = shared.shop().get("/seckill/list");
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @Test
    void oneLineShowsTheAddressOfTheListOfTheFourDemoSales() {
        assertThat(firstList.status()).isEqualTo(200);
        assertThat(phases(firstList)).containsExactlyInAnyOrder("1000 OPEN", "1001 SOON", "1002 OVER", "1003 SOLD_OUT");
        assertThat(shared.program().output())
                .containsExactly(String.format(
                        Locale.ROOT,
                        "Seckill is ready at http://localhost:%d/seckill/list  (Ctrl-C stops it; data in %s)",
                        PORT,
                        DATA));
    }

    /** The locale has digits of its own. */
    @Test
    void reconcileFindsNoDriftAtTheDeskProcedure() {
        shared.shop();
        assertAgree(shared, ARABIC);
    }

    /** The locale has digits of its own. */
    @Test
    void reconcileFindsNoDriftAtTheDeskQueueAlsoWithSalesOfAnEarlierVersion() {
        Path data = HOME.resolve("compared");
        Map<String, String> settings = new HashMap<>(ARABIC);
        settings.put("SECKILL_PURCHASE", "queue");
        try (Launcher launcher = Launcher.start(data, OTHER_PORT, settings)) {
            launcher.shop();
            assertAgree(launcher, settings);
            // As an earlier version left them: a sale that is sold out, and nobody bought.
            launcher.forgetBuyers(1003);
            launcher.update("DELETE FROM purchase WHERE seckill_id = 1003");
            assertThat(launcher.reconcile(settings, "--dry-run"))
                    .last()
                    .asString()
                    .startsWith("Drift in 1 of ");
        }
        try (Launcher launcher = Launcher.start(data, OTHER_PORT, settings)) {
            assertThat(phases(launcher.shop().get("/seckill/list"))).contains("1003 SOLD_OUT");
            assertAgree(launcher, settings);
        }
    }

    private static void assertAgree(Launcher launcher, Map<String, String> settings) {
        List<String> said = launcher.reconcile(settings);
        assertThat(said).anyMatch(line -> line.matches("1000 +100 +0 +100 .* none"));
        assertThat(said).anyMatch(line -> line.matches("1003 +150 +150 +0 .* none"));
        assertThat(said).last().asString().startsWith("No drift in ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void otherUsersCannotReadItsData() throws IOException {
        shared.shop();
        assertThat(FileRights.rights(DATA)).isEqualTo("rwx------");
        for (String folder : List.of("redis", "mariadb", "logs", "tmp")) {
            assertThat(FileRights.rights(DATA.resolve(folder))).isEqualTo("rwx------");
        }
        for (String secret : List.of("secret", "redis.password", "mariadb.password", "redis.conf")) {
            assertThat(FileRights.rights(DATA.resolve(secret))).isEqualTo("rw-------");
        }
        assertThat(FileRights.ofOthers(DATA.resolve("redis"))).isEmpty();
        assertThat(FileRights.ofOthers(DATA.resolve("mariadb"))).isEmpty();
    }

    @Test
    void purchasesSurviveKillsAndTheDemoSalesOpenAgainAtEachStart() {
        ShopClient first;
        ShopClient second;
        long opening;
        try (Launcher launcher = Launcher.start(OTHER_DATA, OTHER_PORT)) {
            first = launcher.shop().loggedIn(ShopClient.phone(1));
            opening = opening(first);
            assertThat(first.buy(OPEN).state()).isEqualTo(1);
            assertThat(recorded(launcher, 1)).isOne();

            assertThat(launcher.engines()).hasSize(2).allMatch(ProcessHandle::destroyForcibly);
            launcher.kill();
        }
        Instant restart = Instant.now();
        try (Launcher launcher = Launcher.start(OTHER_DATA, OTHER_PORT)) {
            assertThat(launcher.shop().get("/seckill/list").status()).isEqualTo(200);
            assertThat(restart).isAfter(Instant.now().minusSeconds(60));
            assertThat(opening(first)).isGreaterThan(opening);
            assertThat(first.result(OPEN).state()).isEqualTo(1);
            assertThat(recorded(launcher, 1)).isOne();
            second = launcher.shop().loggedIn(ShopClient.phone(2));
            assertThat(second.buy(OPEN).state()).isEqualTo(1);

            List<ProcessHandle> processes = launcher.program().processes();
            launcher.kill();
            await().until(() -> processes.stream().noneMatch(Program::isRunning));
        }
        try (Launcher launcher = Launcher.start(OTHER_DATA, OTHER_PORT)) {
            launcher.shop();
            assertThat(Stream.of(first, second))
                    .allSatisfy(buyer -> assertThat(buyer.result(OPEN).state()).isEqualTo(1));
            assertThat(recorded(launcher, 1) + recorded(launcher, 2)).isEqualTo(2);
            assertThat(launcher.query("SELECT number FROM seckill WHERE seckill_id = 1000"))
                    .isEqualTo(98);
        }
    }

    /** Queued orders survive a kill of the node and of both engines. */
    @Test
    void queuedOrdersAreRecordedAfterEverythingWasKilled() {
        Path data = HOME.resolve("queue");
        Map<String, String> queue = Map.of("SECKILL_PURCHASE", "queue");
        List<ShopClient> buyers;
        List<Answer> told;
        try (Launcher launcher = Launcher.start(data, OTHER_PORT, queue)) {
            ShopClient shop = launcher.shop();
            buyers = IntStream.range(0, 20)
                    .mapToObj(i -> shop.loggedIn(ShopClient.phone(i)))
                    .toList();
            ShopClient first = buyers.get(0);
            assertThat(first.settled(OPEN, first.buy(OPEN)).state()).isEqualTo(1);
            told = buyers.stream().skip(1).map(buyer -> buyer.buy(OPEN)).toList();
            assertThat(launcher.engines()).hasSize(2).allMatch(ProcessHandle::destroyForcibly);
            launcher.kill();
        }
        assertThat(told).extracting(Answer::state).containsOnly(2);
        try (Launcher launcher = Launcher.start(data, OTHER_PORT, queue)) {
            launcher.shop();
            for (int i = 1; i < 20; i++) {
                assertThat(buyers.get(i).settled(OPEN, told.get(i - 1)).state())
                        .as("buyer %d", i)
                        .isEqualTo(1);
                assertThat(buyers.get(i).buy(OPEN).state()).isEqualTo(-1);
            }
            assertThat(launcher.query("SELECT COUNT(*) FROM purchase WHERE seckill_id = 1000"))
                    .isEqualTo(20);
            assertThat(launcher.query("SELECT number FROM seckill WHERE seckill_id = 1000"))
                    .isEqualTo(80);
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 2", "TERM, 15"})
    void aSignalStopsItAndItsEngines(String signal, int number) throws IOException {
        try (Launcher launcher = Launcher.start(OTHER_DATA, OTHER_PORT)) {
            launcher.shop();
            Set<Integer> ports = launcher.enginePorts();
            List<ProcessHandle> processes = launcher.program().processes();
            assertThat(launcher.engines()).hasSize(2);
            assertThat(ports).hasSize(2).allMatch(OneCommandIT::isListenedTo);

            launcher.program().signal(signal);

            assertThat(launcher.program().awaitExit()).isEqualTo(128 + number);
            await().until(() -> processes.stream().noneMatch(Program::isRunning));
            assertThat(OTHER_DATA.resolve("mariadb.pid")).doesNotExist();
            assertThat(OTHER_DATA.resolve("redis.pid")).doesNotExist();
            assertThat(launcher.program().output()).hasSize(1);
            DataFolder.open(OTHER_DATA).close();
        }
    }

    @Test
    void aSecondLauncherOnTheSameFolderIsRefusedAndTheFirstGoesOn() {
        ShopClient buyer = shared.shop().loggedIn(ShopClient.phone(3));
        try (Launcher second = Launcher.start(DATA, OTHER_PORT)) {
            assertRefusal(second.program(), DATA.toString(), "SECKILL_DATA");
        }
        assertThat(shared.engines()).hasSize(2);
        assertThat(buyer.resultAtOnce(OPEN).status()).isEqualTo(200);
        assertThat(buyer.get("/readyz").status()).isEqualTo(200);
    }

    @Test
    void aPortInUseIsNamedBeforeAnythingIsStarted() throws IOException {
        Path untouched = HOME.resolve("untouched");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
                Launcher launcher = Launcher.start(untouched, other.getLocalPort())) {
            assertRefusal(launcher.program(), "port " + other.getLocalPort(), "SECKILL_HTTP_PORT");
        }
        assertThat(untouched.resolve("mariadb")).doesNotExist();
        assertThat(untouched.resolve("redis")).doesNotExist();
    }

    @Test
    void aPortTakenDuringTheStartIsNamedAndTheEnginesAreStopped() throws IOException {
        int port = Program.freePort();
        try (Launcher launcher = Launcher.start(OTHER_DATA, port)) {
            await().until(() -> launcher.engines().size() == 2);
            List<ProcessHandle> processes = launcher.program().processes();
            try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName("localhost"))) {
                assertRefusal(launcher.program(), "port " + other.getLocalPort(), "SECKILL_HTTP_PORT");
            }
            await().until(() -> processes.stream().noneMatch(Program::isRunning));
        }
    }

    private static void assertRefusal(Program program, String... words) {
        assertThat(program.awaitExit()).isEqualTo(1);
        assertThat(program.output()).isEmpty();
        assertThat(program.errorOutput()).singleElement().asString().contains(words);
    }

    private static List<String> phases(Answer list) {
        return Pattern.compile("data-sale=\"([0-9]+)\" data-phase=\"([A-Z_]+)\"")
                .matcher(list.http().body())
                .results()
                .map(sale -> sale.group(1) + " " + sale.group(2))
                .toList();
    }

    /** When the sale that is about to open opens, which is within a minute from now. */
    private static long opening(ShopClient buyer) {
        JsonNode exposure = buyer.expose(SOON).data();
        long start = exposure.get("start").asLong();
        assertThat(exposure.get("exposed").asBoolean()).isFalse();
        assertThat(start - exposure.get("now").asLong())
                .isBetween(1L, Duration.ofMinutes(1).toMillis());
        return start;
    }

    private static long recorded(Launcher launcher, int buyer) {
        return launcher.query(String.format(
                Locale.ROOT,
                "SELECT COUNT(*) FROM purchase WHERE seckill_id = %d AND user_phone = '%s'",
                OPEN,
                ShopClient.phone(buyer)));
    }

    private static boolean isListenedTo(int port) {
        try (Socket socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (ConnectException refused) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
