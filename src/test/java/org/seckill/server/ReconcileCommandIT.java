package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.testing.App;
import org.seckill.testing.Database;
import org.seckill.testing.Engines;
import org.seckill.testing.Folders;
import org.seckill.testing.Program;
import org.seckill.testing.Sales;
import redis.clients.jedis.RedisClient;

/** {@code java -jar seckill.war reconcile}, as an operator starts it. */
@Timeout(300)
class ReconcileCommandIT {
    private static final Path CONSOLE = Folders.anew("reconcile");
    private static final Database DATABASE = Engines.database();
    private static final Sales SALES = new Sales(DATABASE);

    /** What one start said, and how it ended. */
    private record Ended(int status, List<String> said, List<String> complained) {
        String table() {
            return String.join("\n", said).replaceAll(" +", " ");
        }
    }

    @BeforeAll
    static void migrate() {
        App.shop();
    }

    @Test
    void itFindsRepairsAndThenFindsNothing() {
        long sale = SALES.open(10);
        String id = Long.toString(sale);
        try (RedisClient redis = RedisClient.create(Engines.redisUrl())) {
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

    @Test
    void whereNothingIsSoldThroughRedisTheBooksAreLookedAt() {
        long sale = SALES.open(10);
        assertThat(reconcile("procedure", Long.toString(sale)).table()).contains(sale + " 10 0 10 - - - none");
        DATABASE.update("UPDATE seckill SET number = number + 1 WHERE seckill_id = ?", sale);
        Ended wrong = reconcile("procedure", Long.toString(sale));
        assertThat(wrong.status()).isOne();
        assertThat(wrong.table()).contains(sale + " 10 0 11 - - - books=1");
    }

    @Test
    void withoutNamesItComparesAllCurrentSales() {
        long open = SALES.open(10);
        long over = SALES.create("over", 5, Duration.ofDays(-9), Duration.ofDays(-8));
        Ended all = reconcile("queue");
        assertThat(all.table()).contains("\n" + open + " ").doesNotContain("\n" + over + " ");
    }

    @Test
    void whatItCannotDoIsOneLineAndStatusTwo() {
        assertRefused(reconcile("queue", "--all"), "Seckill could not reconcile: '--all' is no sale's number");
        assertRefused(reconcile("queue", "999999999"), "Seckill could not reconcile: there is no sale 999999999");
        assertRefused(run(Map.of(), "reconcile"), "Seckill could not reconcile: SECKILL_DB_URL");
        assertRefused(run(Map.of(), "sell"), "Seckill could not sell: there is no such command");
        Map<String, String> lost = new HashMap<>(App.settings());
        lost.put("SECKILL_PURCHASE", "queue");
        lost.put("SECKILL_REDIS_URL", "redis://localhost:" + Program.freePort());
        assertRefused(run(lost, "reconcile", Long.toString(SALES.open(1))), "Redis cannot be used");
    }

    private static void assertRefused(Ended ended, String words) {
        assertThat(ended.status()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.complained()).singleElement().asString().contains(words);
    }

    private static Ended reconcile(String way, String... words) {
        Map<String, String> settings = new HashMap<>(App.settings());
        settings.put("SECKILL_PURCHASE", way);
        String[] all = new String[words.length + 1];
        all[0] = "reconcile";
        System.arraycopy(words, 0, all, 1, words.length);
        return run(settings, all);
    }

    private static Ended run(Map<String, String> settings, String... words) {
        String[] line = new String[words.length + 3];
        line[0] = Program.java();
        line[1] = "-jar";
        line[2] = System.getProperty("seckill.war");
        System.arraycopy(words, 0, line, 3, words.length);
        try (Program program = Program.start(CONSOLE, settings, line)) {
            int status = program.exit();
            return new Ended(status, program.said(), program.complained());
        }
    }
}
