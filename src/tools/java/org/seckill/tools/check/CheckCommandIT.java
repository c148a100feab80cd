package org.seckill.tools.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;
import static org.seckill.tools.check.PlantedSale.FIRST;
import static org.seckill.tools.check.PlantedSale.FOURTH;
import static org.seckill.tools.check.PlantedSale.SECOND;
import static org.seckill.tools.check.PlantedSale.THIRD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.config.TestRedisClients;
import org.seckill.testkit.engine.RedisCluster;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;
import org.seckill.tools.check.PlantedSale.Ended;
import org.seckill.tools.jtl.JtlSample;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadGroupParams;

/** {@code bench/check} on a real database and a real Redis, in which one thing is wrong. */
@Tag("database")
@Timeout(300)
class CheckCommandIT {
    @TempDir
    private Path folder;

    private PlantedSale sale;

    @BeforeEach
    void sell() {
        sale = new PlantedSale(folder);
    }

    @Test
    void whatIsRightHolds() {
        Ended ended = sale.check("--one-node");
        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.said())
                .contains("the database's clock is ", " ms ahead of this machine's")
                .contains("2 offered, 0 left, 2 purchases")
                .contains("3 buyers, 3 presses, 1 questions for the result")
                .contains("2 confirmed, 1 refused, 0 without an answer")
                .contains("order of arrival 1.000 that one who got a unit pressed before one who was refused")
                .contains("held nobody was refused ahead of")
                .doesNotContain("BROKEN", "Redis");
    }

    @Test
    void moreRowsThanUnitsAreFound() {
        sale.insert(FOURTH, "ticket-4");
        sale.press(FOURTH, 5, 1, "ticket-4");
        assertBroken(Promise.NEVER_OVERSOLD, "3 rows for 2 offered, of which 0 are left");
    }

    @Test
    void aUnitThatIsGoneWithoutARowIsFound() {
        sale.set("seckill", "offered = 3");
        assertBroken(Promise.NEVER_OVERSOLD, "2 rows for 3 offered, of which 0 are left");
    }

    @Test
    void aRowOfAStrangerIsFound() {
        sale.offer(3);
        sale.record(FOURTH, "ticket-4");
        assertBroken(Promise.NEVER_OVERSOLD, "a row of 13800000004, who never pressed");
    }

    @Test
    void aRefusalWhileAUnitIsLeftIsFound() {
        sale.forgetLog();
        sale.press(FIRST, 0, 1, "ticket-1");
        sale.press(SECOND, 10, 1, "ticket-2");
        sale.press(THIRD, 30, 0, "");
        sale.offer(3);
        assertBroken(
                Promise.HONESTLY_SOLD_OUT,
                String.format(Locale.ROOT, "of which 1 are left: sale %d buyer 13800000003", sale.id));
    }

    @Test
    void aRefusalBeforeTheOpeningIsNoFaultWhateverIsLeft() {
        sale.forgetLog();
        sale.press(FIRST, 0, 1, "ticket-1");
        sale.press(SECOND, 10, 1, "ticket-2");
        sale.press(THIRD, -61_000, 0, "");
        sale.offer(3);
        assertThat(sale.check().broken()).isEmpty();
    }

    @Test
    void twoRowsOfOneBuyerAreFound() {
        sale.offer(3);
        // To the primary key it is another phone.
        sale.record(" " + FIRST, "ticket-9");
        assertBroken(Promise.NO_DUPLICATES, "two rows of 13800000001");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void aConfirmationWithoutARowIsFound(int state) {
        sale.press(FOURTH, 5, state, "ticket-4");
        assertBroken(
                Promise.CONFIRMED_IS_RECORDED,
                String.format(Locale.ROOT, "no row: sale %d buyer 13800000004", sale.id));
    }

    @Test
    void aConfirmationOfAnotherTicketIsFound() {
        sale.press(FIRST, 50, -1, "ticket-9");
        assertBroken(Promise.CONFIRMED_IS_RECORDED, "the row has ticket-1");
    }

    @Test
    void aRowOfSomebodyWhoWasRefusedIsFound() {
        sale.offer(3);
        sale.record(THIRD, "ticket-3");
        assertBroken(
                Promise.REFUSED_IS_NOT_RECORDED,
                String.format(Locale.ROOT, "has the row ticket-3: sale %d buyer 13800000003", sale.id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"503", "429", "401"})
    void aRowOfSomebodyWhoWasSentAwayIsFound(String code) {
        sale.offer(3);
        sale.record(FOURTH, "ticket-4");
        sale.press(FOURTH, 5, code);
        assertBroken(Promise.REFUSED_IS_NOT_RECORDED, "a row of 13800000004, whose last word was");
    }

    @Test
    void aRowOfSomebodyWhoGotNoAnswerIsNoFault() {
        sale.offer(6);
        Stream.of("4", "5", "6", "7").forEach(last -> sale.record("1380000000" + last, "ticket-" + last));
        sale.press("13800000004", 5, JtlSample.noAnswer("java.net.SocketException"));
        sale.press("13800000005", 5, "504");
        sale.press("13800000006", 5, -2, "");
        sale.press("13800000007", 5, 2, "ticket-7");
        Ended ended = sale.check();
        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.said())
                .contains("rows without a confirmation 4: 4 allowed "
                        + "(1 still queued, 1 told that it is unknown, 2 without an answer), 0 told otherwise");
    }

    @Test
    void aRowFromLongAfterItsBuyerHeardThatNobodyKnowsIsFound() {
        sale.forgetLog();
        sale.press(FIRST, 0, 1, "ticket-1");
        sale.press(SECOND, 10, 1, "ticket-2");
        sale.offer(3);
        sale.record(FOURTH, "ticket-4");
        sale.press(FOURTH, 5, -2, "");
        sale.set("purchase", "create_time = create_time + INTERVAL IF(user_phone = '13800000004', 20, 0) MINUTE");
        assertBroken(Promise.REFUSED_IS_NOT_RECORDED, "a row of 13800000004 of ");
    }

    @Test
    void aRowFromBeforeTheOpeningIsFound() {
        sale.set(
                "purchase p JOIN seckill s USING (seckill_id)",
                "p.create_time = s.start_time - INTERVAL 1000 MICROSECOND");
        assertBroken(Promise.NEVER_EARLY, "the row of 1380000000");
    }

    @Test
    void aPurchaseThatWasToldBeforeTheOpeningIsFound() {
        sale.press(FIRST, -120_000, 1, "ticket-1");
        assertBroken(Promise.NEVER_EARLY, "told BOUGHT at");
    }

    @Test
    void aRowFromAfterTheEndIsFound() {
        sale.set("purchase p JOIN seckill s USING (seckill_id)", "p.create_time = s.end_time");
        assertBroken(Promise.NEVER_LATE, "the row of 1380000000");
    }

    @Test
    void aPressAfterTheEndThatBuysIsFound() {
        sale.press(FIRST, Duration.ofHours(2).toMillis(), 1, "ticket-1");
        assertBroken(Promise.NEVER_LATE, "bought by a press of");
    }

    @Test
    void anAnswerThatIsTakenBackIsFound() {
        sale.askResult(FIRST, 50, -4, "");
        assertBroken(Promise.NEVER_BACK, "from BOUGHT to BUSY");
    }

    @Test
    void whoWasOvertakenIsFoundWhereOneNodeSold() {
        sale.offer(3);
        sale.record(FOURTH, "ticket-4");
        sale.press(FOURTH, 100, 1, "ticket-4");
        assertThat(sale.check().status()).isZero();
        assertThat(sale.check().said()).contains("1 of 1 refused were overtaken, in 1 pairs; 13800000003 (");
        assertBroken(Promise.FIRST_COME, "1 buyers were overtaken: 13800000003 (", "--one-node");
        sale.set("seckill", "epoch = 1");
        assertThat(sale.check("--one-node").said())
                .contains(
                        "1 of 1 refused were overtaken, in 1 pairs; units were added or given back, so that is no fault")
                .doesNotContain("held nobody was refused ahead of");
    }

    @Test
    void whatIsLeftInRedisIsFound() {
        assertRedisIsAsked(TestEngines.redisUrl());
    }

    @Test
    void whatIsLeftInARedisClusterIsFound() {
        try (RedisCluster cluster = RedisCluster.start(TestFolders.anew("check-cluster"))) {
            assertRedisIsAsked(cluster.url());
        }
    }

    @Test
    void whatIsOnItsWayIsWaitedFor() {
        // Its own: the looks are counted by Redis, whoever takes them.
        try (RedisNode node = RedisNode.start(TestFolders.anew("check-waited"));
                UnifiedJedis redis = TestRedisClients.connect(node.url())) {
            redis.set(key("stock"), "0");
            redis.hset(key("buyers"), SECOND, "Wticket-2 1-1");
            List<Integer> ends = ConcurrentRun.of(2, member -> {
                        if (member == 0) {
                            return sale.check("--redis", node.url(), "--wait", "60")
                                    .status();
                        }
                        await().until(() -> looks(redis) > 0);
                        redis.hset(key("buyers"), SECOND, "Rticket-2");
                        return 0;
                    })
                    .results();
            assertThat(ends).containsExactly(0, 0);
        }
    }

    @Test
    void ofASaleThatWasNotSoldThroughRedisNothingIsExpectedThere() {
        sale.forgetLog();
        sale.press(FIRST, 0, 1, "ticket-1");
        sale.press(SECOND, 0, 1, "ticket-2");
        Ended ended = sale.check("--redis", TestEngines.redisUrl());
        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.said())
                .contains("Redis knows nothing of this sale, in which nobody was told to wait")
                .doesNotContain("held no unit is left between Redis and the database");
    }

    @Test
    void whatItCannotTellIsOneLineAndStatusTwo() throws IOException {
        Path log = folder.resolve("bad.csv");
        String file = log.toString();
        assertRefused("bench/check: --db-url is missing (bench/check --db-url URL");
        assertRefused("no log is named", "--db-url", "jdbc:mysql://h/s", "--db-user", "u");
        assertRefused("unknown: --fast", with("--fast", "yes", file));
        assertRefused("'one' is no sale's number", with("--sale", "1000,one", file));
        assertRefused("a log cannot be read (java.nio.file.NoSuchFileException: " + file, with(file));
        Files.writeString(log, "timeStamp,elapsed,label\n");
        assertRefused(file + " line 1: no column responseCode; there are timeStamp, elapsed, label", with(file));
        String header = "timeStamp,elapsed,label,responseCode,sale,phone,state,ticket\n";
        Files.writeString(log, header);
        assertRefused("nobody pressed in [" + file, with(file));
        Files.writeString(log, header + "1,1,execution,200,1000,13800000001,bought,x\n");
        assertRefused(file + " line 2: column state is 'bought', and not a state", with(file));
        Files.writeString(log, header + "1,1,execution,200,999999999,13800000001,1,x\n");
        assertRefused("the database has no sale 999999999", with(file));
        assertRefused("nobody pressed in sale 7", with("--sale", "7", file));
        assertRefused("--redis is redis://host:port/number", with("--redis", "http://secret@x", file));
    }

    @Test
    void whoDoesNotAnswerIsNamed() {
        String nobody = "localhost:" + Program.freePort();
        Ended redis = sale.check("--redis", "redis://" + nobody);
        assertThat(redis.status()).isEqualTo(2);
        assertThat(redis.complained().lines()).singleElement().asString().contains("Redis cannot be asked (", nobody);
        assertRefused(
                "the database cannot be asked (",
                "--db-url",
                "jdbc:mysql://" + nobody + "/s",
                "--db-user",
                "u",
                sale.log().toString());
    }

    private void assertRedisIsAsked(String url) {
        try (UnifiedJedis redis = TestRedisClients.connect(url)) {
            assertStranded(url, "Redis has '' units left and the database 0");
            redis.set(key("stock"), "1");
            assertStranded(url, "Redis has '1' units left and the database 0");
            redis.set(key("stock"), "0");
            Ended right = sale.check("--redis", url);
            assertThat(right.status()).as(right.toString()).isZero();
            assertThat(right.said())
                    .contains("Redis 0 units, 0 orders in the stream, 0 with a node, 0 buyers who wait, 0 set aside");

            StreamEntryID entry = redis.xadd(key("orders"), XAddParams.xAddParams(), Map.of("phone", THIRD));
            assertStranded(url, "1 orders in the stream");
            redis.xgroupCreate(key("orders"), "desk", new StreamEntryID(0, 0), false);
            redis.xreadGroup(
                    "desk",
                    "a node",
                    XReadGroupParams.xReadGroupParams(),
                    Map.of(key("orders"), StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
            assertStranded(url, "1 orders with a node");
            redis.xdel(key("orders"), entry);
            redis.xack(key("orders"), "desk", entry);
            redis.hset(key("buyers"), THIRD, "Wticket-3 1-1");
            assertStranded(url, "1 buyers who wait");
            redis.hdel(key("buyers"), THIRD);
            redis.xadd(key("poison"), XAddParams.xAddParams(), Map.of("phone", THIRD));
            assertStranded(url, "1 orders set aside");
        }
    }

    private void assertStranded(String url, String words) {
        assertBroken(Promise.NOTHING_STRANDED, words, "--redis", url, "--wait", "0");
    }

    private void assertBroken(Promise promise, String words, String... options) {
        Ended ended = sale.check(options);
        assertThat(ended.status()).as(ended.toString()).isEqualTo(1);
        assertThat(ended.broken()).containsExactly(promise.words());
        assertThat(ended.said()).contains(words);
    }

    private static void assertRefused(String line, String... words) {
        Ended ended = PlantedSale.run(words);
        assertThat(ended.status()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.complained().lines())
                .singleElement()
                .asString()
                .startsWith("bench/check: ")
                .contains(line);
    }

    private static String[] with(String... words) {
        Stream<String> database =
                Stream.of("--db-url", PlantedSale.DATABASE.url(), "--db-user", PlantedSale.DATABASE.user());
        return Stream.concat(database, Stream.of(words)).toArray(String[]::new);
    }

    private String key(String name) {
        return "seckill:{" + sale.id + "}:" + name;
    }

    /** How often a client went through the buyers of a sale. */
    private static long looks(UnifiedJedis redis) {
        String calls = redis.info("commandstats").replaceAll("(?s).*cmdstat_hscan:calls=([0-9]+).*", "$1");
        return calls.matches("[0-9]+") ? Long.parseLong(calls) : 0;
    }
}
