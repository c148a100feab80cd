package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.node.UnpackedWar;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;
import redis.clients.jedis.RedisClient;

/** {@code java -jar seckill.war reconcile}, as an operator starts it. */
@Timeout(300)
class ReconcileCommandIT {
    private static final Path CONSOLE = TestFolders.anew("reconcile");
    private static final Database DATABASE = TestEngines.database();
    private static final TestSales SALES = new TestSales(DATABASE);

    /** What one start said, and how it ended. */
    private record Ended(int status, List<String> said, List<String> complained) {
        String table() {
            return String.join("\n", said).replaceAll(" +", " ");
        }
    }

    @Test
    void itFindsRepairsAndThenFindsNothing() {
        long sale = SALES.open(10);
        String id = Long.toString(sale);
        try (RedisClient redis = RedisClient.create(TestEngines.redisUrl())) {
            Ended first = reconcile("queue", id);
            assertThat(first.status()).as(first.toString()).isZero();
            assertThat(first.table()).contains("\n" + id + " 10 0 10 10 0 0 none\nNo drift in 1 sales.");

            redis.incrBy("seckill:{" + id + "}:stock", 3);
            redis.hset("seckill:{" + id + "}:buyers", "13800000001", "Wone 1-1");
            Ended dry = reconcile("queue", "--dry-run", id);
            assertThat(dry.status()).isOne();
            assertThat(dry.table())
                    .contains(id + " 10 0 10 13 0 0 stock=-3 stranded=1")
                    .endsWith("nothing was repaired.");
            assertThat(redis.get("seckill:{" + id + "}:stock")).isEqualTo("13");

            assertThat(reconcile("queue", id).status()).isOne();
            assertThat(redis.get("seckill:{" + id + "}:stock")).isEqualTo("10");
            assertThat(redis.hget("seckill:{" + id + "}:buyers", "13800000001")).isEqualTo("Bone");
            assertThat(reconcile("queue", id).status()).isZero();
        }
    }

    /** Thirty buyers of this sale, and one of another whose database also lost a restock. */
    @Test
    void afterAnOlderBackupItStopsNamesTheBuyersInAFileAndChangesNothingUntilToldTo() throws IOException {
        long sale = SALES.open(10);
        long other = SALES.open(10);
        String buyers = "seckill:{" + sale + "}:buyers";
        try (RedisClient redis = RedisClient.create(TestEngines.redisUrl())) {
            assertThat(reconcile("queue", Long.toString(sale), Long.toString(other))
                            .status())
                    .isZero();
            for (int i = 0; i < 30; i++) {
                redis.hset(buyers, ShopClient.phone(i), "Rticket-" + i);
            }
            redis.incrBy("seckill:{" + sale + "}:stock", 3);
            redis.hset("seckill:{" + other + "}:buyers", ShopClient.phone(1), "R=HYPERLINK(\"x\")");
            redis.hset("seckill:{" + other + "}:epoch", "epoch", "2");
            Map<String, String> remembered = redis.hgetAll(buyers);

            Ended dry = reconcile("queue", "--dry-run", Long.toString(sale));
            assertThat(dry.status()).isOne();
            assertThat(dry.table()).contains("no_purchase=30 stock=-3");
            assertThat(files()).isEmpty();

            Ended stopped = reconcile("queue", Long.toString(sale), Long.toString(other));
            assertThat(stopped.status()).as(stopped.toString()).isEqualTo(3);
            assertThat(stopped.table())
                    .contains("sale " + sale + ": 30 buyers have a confirmed purchase in Redis")
                    .contains(
                            "sale " + other + ": 1 buyers have a confirmed purchase",
                            "sale " + other + ": Redis has a restock")
                    .contains("Nothing was changed")
                    .contains("--accept-database")
                    .doesNotContain(ShopClient.phone(1), "ticket-1");
            Path file = files().get(0);
            assertThat(stopped.table()).contains(file.getFileName().toString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Files.readAllLines(file))
                    .hasSize(32)
                    .startsWith("sale,phone,ticket")
                    .contains(sale + "," + ShopClient.phone(29) + ",ticket-29")
                    .endsWith(other + "," + ShopClient.phone(1) + ",\"'=HYPERLINK(\"\"x\"\")\"");
            assertThat(redis.hgetAll(buyers)).isEqualTo(remembered);
            assertThat(redis.get("seckill:{" + sale + "}:stock")).isEqualTo("13");

            assertThat(reconcile("queue", "--accept-database", Long.toString(sale), Long.toString(other))
                            .status())
                    .isOne();
            assertThat(files()).hasSize(2);
            assertThat(redis.hgetAll(buyers)).isEmpty();
            assertThat(redis.get("seckill:{" + sale + "}:stock")).isEqualTo("10");
            assertThat(reconcile("queue", Long.toString(sale), Long.toString(other))
                            .status())
                    .isZero();
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> found = Files.list(CONSOLE)) {
            return found.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whereNothingIsSoldThroughRedisTheLedgerAreLookedAt() {
        long sale = SALES.open(10);
        assertThat(reconcile("procedure", Long.toString(sale)).table()).contains(sale + " 10 0 10 - - - none");
        DATABASE.update("UPDATE seckill SET number = number + 1 WHERE seckill_id = ?", sale);
        Ended wrong = reconcile("procedure", Long.toString(sale));
        assertThat(wrong.status()).isOne();
        assertThat(wrong.table()).contains(sale + " 10 0 11 - - - ledger=1");
    }

    @Test
    void withoutNamesItComparesAllCurrentSales() {
        long open = SALES.open(10);
        long over = SALES.create("over", 5, Duration.ofDays(-9), Duration.ofDays(-8));
        Ended all = reconcile("queue");
        assertThat(all.table()).contains("\n" + open + " ").doesNotContain("\n" + over + " ");
    }

    /** A backup that was restored without the sales, say. */
    @Test
    void purchasesWhoseSaleIsGoneAreDrift() throws SQLException {
        long gone = SALES.open(10);
        ShopClient buyer = TestShop.shared().client().loggedIn(ShopClient.phone(1));
        assertThat(buyer.buy(gone).state()).isEqualTo(1);
        try (Connection restore = DATABASE.connect()) {
            restore.createStatement().execute("SET SESSION foreign_key_checks = 0");
            restore.createStatement().execute("DELETE FROM seckill WHERE seckill_id = " + gone);
        }
        try {
            for (String way : List.of("procedure", "queue")) {
                for (Ended ended : List.of(reconcile(way), reconcile(way, Long.toString(gone)))) {
                    assertThat(ended.status()).isOne();
                    assertThat(ended.table()).contains(gone + " 0 1 0 - - - ledger=1");
                }
            }
        } finally {
            DATABASE.update("DELETE FROM purchase WHERE seckill_id = ?", gone);
        }
    }

    @Test
    void whatItCannotDoIsOneLineAndStatusTwo() {
        assertRefused(reconcile("queue", "--all"), "Seckill could not reconcile: '--all' is neither a sale's number");
        assertRefused(reconcile("queue", "999999999"), "Seckill could not reconcile: there is no sale 999999999");
        assertRefused(run(Map.of(), "reconcile"), "Seckill could not reconcile: SECKILL_DB_URL");
        assertRefused(run(Map.of(), "sell"), "Seckill could not sell: there is no such command");
        Map<String, String> lost = new HashMap<>(TestShop.settings());
        lost.put("SECKILL_PURCHASE", "queue");
        lost.put("SECKILL_REDIS_URL", "redis://localhost:" + Program.freePort());
        assertRefused(run(lost, "reconcile", Long.toString(SALES.open(1))), "Redis cannot be used");
    }

    private static void assertRefused(Ended ended, String words) {
        assertThat(ended.status()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.complained()).singleElement().asString().contains(words);
    }

    private static Ended reconcile(String way, String... words) {
        Map<String, String> settings = new HashMap<>(TestShop.settings());
        settings.put("SECKILL_PURCHASE", way);
        String[] all = new String[words.length + 1];
        all[0] = "reconcile";
        System.arraycopy(words, 0, all, 1, words.length);
        return run(settings, all);
    }

    private static Ended run(Map<String, String> settings, String... words) {
        List<String> line = new ArrayList<>(UnpackedWar.command(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // The folder of the file that the command writes.
                "-Duser.dir=" + CONSOLE.toAbsolutePath()));
        line.addAll(List.of(words));
        try (Program program = Program.start(CONSOLE, settings, line.toArray(String[]::new))) {
            int status = program.awaitExit();
            return new Ended(status, program.output(), program.errorOutput());
        }
    }
}
