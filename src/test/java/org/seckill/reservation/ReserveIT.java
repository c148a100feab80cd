package org.seckill.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.reservation.SaleInRedis.EPOCH;
import static org.seckill.reservation.SaleInRedis.order;
import static org.seckill.reservation.SaleInRedis.texts;
import static org.seckill.reservation.SaleInRedis.timed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.batch.PendingOrder;
import org.seckill.batch.PendingOrders;
import org.seckill.order.Order;
import org.seckill.redis.RedisOutcomeUnknown;
import org.seckill.redis.RedisUnavailable;
import org.seckill.reservation.RedisReservations.Reservations;
import org.seckill.reservation.RedisStream.OrderEntry;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.TestFolders;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;

/** One call of reserve.lua on a real Redis. */
class ReserveIT {
    private static RedisNode node;
    private static RedisClient redis;

    @BeforeAll
    static void start() {
        node = RedisNode.start(TestFolders.anew("redis", "reserve"));
        redis = RedisClient.create(node.url());
    }

    @AfterAll
    static void stop() {
        redis.close();
        node.close();
    }

    @Test
    void aUnitIsTakenAndItsOrderIsInTheStream() {
        SaleInRedis sale = with(5);
        List<String> words = sale.reserve(order(1, "a"), order(2, "b"));
        assertThat(sale.stock()).isEqualTo("3");
        List<OrderEntry> entries = sale.queue.stream().next(sale.id, SaleInRedis.NODE, 10);
        assertThat(entries).extracting(OrderEntry::ticket).containsExactly("a", "b");
        assertThat(words)
                .containsExactly(
                        "Wa " + entries.get(0).id(), "Wb " + entries.get(1).id());
        assertThat(List.of(sale.known(1), sale.known(2))).isEqualTo(words);
    }

    @Test
    void aBuyerWhoWaitsKeepsTheEarlierTicketAndTakesNoOtherUnit() {
        SaleInRedis sale = with(5);
        List<String> first = sale.reserve(order(1, "a"));
        assertThat(sale.reserve(order(1, "b"))).isEqualTo(first);
        assertThat(sale.stock()).isEqualTo("4");
        assertThat(sale.waiting()).isEqualTo(1);
    }

    @Test
    void aBuyerWhoIsRecordedIsToldSoAndTakesNoOtherUnit() {
        SaleInRedis sale = with(5);
        sale.settle(sale.read(1).get(0), "R", "t1");
        assertThat(sale.reserve(order(1, "b"))).containsExactly("Rt1");
        assertThat(sale.stock()).isEqualTo("4");
        assertThat(sale.waiting()).isZero();
    }

    @Test
    void twoPressesOfOneBuyerInOneCallTakeOneUnit() {
        SaleInRedis sale = with(5);
        List<String> words = sale.reserve(order(1, "a"), order(1, "b"));
        assertThat(Set.copyOf(words)).hasSize(1);
        assertThat(words.get(0)).startsWith("Wa ");
        assertThat(sale.stock()).isEqualTo("4");
        assertThat(sale.waiting()).isEqualTo(1);
    }

    @Test
    void aCallMadeTwiceWithTheSameTicketsChangesNothing() {
        SaleInRedis sale = with(2);
        List<String> first = sale.reserve(order(1, "a"), order(2, "b"), order(3, "c"));
        assertThat(sale.reserve(order(1, "a"), order(2, "b"), order(3, "c"))).isEqualTo(first);
        assertThat(first.get(2)).isEqualTo("S");
        assertThat(sale.stock()).isEqualTo("0");
        assertThat(sale.waiting()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"S", "C", "N", "B"})
    void aTicketThatWasRefusedBeforeTheCallCameAgainReservesNothing(String state) {
        SaleInRedis sale = with(5);
        sale.settle(sale.read(1).get(0), state, "");
        assertThat(sale.reserve(order(1, "t1"))).isSubsetOf("S", "C", "F");
        assertThat(sale.stock()).isEqualTo("5");
        assertThat(sale.reserve(order(1, "another")).get(0)).startsWith("Wanother ");
    }

    @Test
    void outOfTheWindowOrTooLateNothingIsReserved() {
        SaleInRedis sale = with(5);
        assertThat(texts(sale.queue.reservations().reserve(sale.id, EPOCH, 100, false, timed(order(1, "a")))))
                .containsExactly("C");
        Instant now = sale.queue.reservations().clock(sale.id);
        PendingOrder late = PendingOrders.of(order(1, "a"), now.minusMillis(1));
        PendingOrder inTime = PendingOrders.of(order(2, "b"), now.plus(Duration.ofMinutes(5)));
        List<String> answers =
                texts(sale.queue.reservations().reserve(sale.id, EPOCH, 100, true, List.of(late, inTime)));
        assertThat(answers.get(0)).isEqualTo("L");
        assertThat(answers.get(1)).startsWith("W");
        assertThat(sale.stock()).isEqualTo("4");
    }

    @Test
    void aFullStreamTakesNoOrderUntilThereIsRoomAgain() {
        SaleInRedis sale = with(5);
        assertThat(sale.reserve(2, order(1, "a"), order(2, "b"), order(3, "c")).get(2))
                .isEqualTo("F");
        assertThat(sale.reserve(2, order(4, "d"))).containsExactly("F");
        assertThat(sale.stock()).isEqualTo("3");
        OrderEntry first =
                sale.queue.stream().next(sale.id, SaleInRedis.NODE, 1).get(0);
        sale.settle(first, "R", "a");
        assertThat(sale.reserve(2, order(4, "d")).get(0)).startsWith("W");
    }

    @Test
    void aStockThatIsMissingOrOlderThanTheCallersEpochIsNotTouched() {
        SaleInRedis sale = with(5);
        Reservations older = sale.queue.reservations().reserve(sale.id, EPOCH + 1, 100, true, timed(order(1, "a")));
        assertThat(older.epoch()).isEqualTo(-1);
        assertThat(older.reservations()).isEmpty();
        assertThat(sale.queue
                        .reservations()
                        .reserve(sale.id, EPOCH - 1, 100, true, timed(order(2, "b")))
                        .epoch())
                .isEqualTo(EPOCH);
        redis.del(sale.keys.stock());
        assertThat(sale.queue
                        .reservations()
                        .reserve(sale.id, EPOCH, 100, true, timed(order(1, "a")))
                        .epoch())
                .isEqualTo(-1);
        assertThat(sale.waiting()).isEqualTo(1);
    }

    /** DECRBY would fail on such a value, after the order is in the stream. */
    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e3", "010", "-0", "99999999999999999999", "ten", ""})
    void aStockThatIsNoWholeNumberIsNotLoadedAndIsLoadedAgain(String stock) {
        SaleInRedis sale = with(5);
        redis.set(sale.keys.stock(), stock);
        Reservations reserved = sale.queue.reservations().reserve(sale.id, EPOCH, 100, true, timed(order(1, "a")));
        assertThat(reserved.epoch()).isEqualTo(-1);
        assertThat(sale.waiting()).isZero();
        assertThat(sale.known(1)).isEmpty();
        assertThat(sale.queue.stocks().reservable(sale.id)).isEmpty();
        assertThat(sale.queue.stocks().isSoldOut(sale.id, EPOCH, Instant.now())).isFalse();
        assertThat(sale.queue.stocks().snapshot(sale.id).stockIsThere()).isFalse();
        sale.load(EPOCH + 1, 2);
        assertThat(sale.stock()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "9007199254740991"})
    void anyWholeNumberIsAStock(String stock) {
        SaleInRedis sale = with(5);
        redis.set(sale.keys.stock(), stock);
        assertThat(sale.queue
                        .reservations()
                        .reserve(sale.id, EPOCH, 100, true, timed(order(1, "a")))
                        .epoch())
                .isEqualTo(EPOCH);
        assertThat(sale.queue.stocks().snapshot(sale.id).stock()).isEqualTo(Long.parseLong(stock) - sale.waiting());
    }

    @ParameterizedTest
    @ValueSource(strings = {"three", "1.5", ""})
    void anEpochThatNobodyCanReadIsNotLoaded(String epoch) {
        SaleInRedis sale = with(5);
        redis.hset(sale.keys.epoch(), "epoch", epoch);
        Reservations reserved = sale.queue.reservations().reserve(sale.id, 0, 100, true, timed(order(1, "a")));
        assertThat(reserved.epoch()).isEqualTo(-1);
        assertThat(sale.queue.stocks().isSoldOut(sale.id, 0, Instant.now())).isFalse();
        assertThat(sale.queue.stocks().snapshot(sale.id).epoch()).isEqualTo(-1);
        assertThat(sale.waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoch", "stock", "buyers", "orders"})
    void aKeyOfTheWrongTypeMakesTheCallFailWithNothingDone(String wrong) {
        SaleInRedis sale = with(5);
        String key = "seckill:{" + sale.id + "}:" + wrong;
        redis.del(key);
        redis.sadd(key, "a set");
        assertThatThrownBy(() -> sale.reserve(order(1, "a"))).isInstanceOf(RedisOutcomeUnknown.class);
        redis.del(key);
        sale.load(EPOCH + 1, 0);
        assertThat(sale.stock()).isIn("5", "0");
        assertThat(sale.waiting()).isZero();
        assertThat(sale.known(1)).isEmpty();
    }

    @Test
    void callersAtTheSameMomentReserveExactlyTheStock() {
        SaleInRedis sale = with(1000);
        List<List<String>> answers = ConcurrentRun.of(8, caller -> {
                    List<String> words = new ArrayList<>();
                    for (int i = 0; i < 50; i++) {
                        int first = 400 * caller + 8 * i;
                        words.addAll(sale.reserve(
                                2000,
                                IntStream.range(first, first + 8)
                                        .mapToObj(buyer -> order(buyer % 1600, "t" + buyer))
                                        .toArray(Order[]::new)));
                    }
                    return words;
                })
                .results();
        assertThat(answers.stream()
                        .flatMap(List::stream)
                        .filter(word -> word.startsWith("W"))
                        .distinct())
                .hasSize(1000);
        assertThat(sale.stock()).isEqualTo("0");
        assertThat(sale.waiting()).isEqualTo(1000);
        assertThat(redis.hlen(sale.keys.buyers())).isEqualTo(1000);
    }

    @Test
    void allThatIsKeptOfASaleIsForgottenAtItsTime() {
        SaleInRedis sale = with(5);
        sale.settle(sale.read(1).get(0), "B", "a cause");
        assertThat(sale.keys.all())
                .allSatisfy(key -> assertThat(redis.ttl(key)).as(key).isPositive());
    }

    @Test
    void aRedisWithoutMemoryRefusesAndNothingIsDone() {
        SaleInRedis sale = with(5);
        redis.configSet("maxmemory", "1");
        try {
            assertThatThrownBy(() -> sale.reserve(order(1, "a")))
                    .isInstanceOfSatisfying(
                            RedisUnavailable.class,
                            away -> assertThat(away.isAnswer()).isTrue());
        } finally {
            redis.configSet("maxmemory", "0");
        }
        assertThat(sale.stock()).isEqualTo("5");
        assertThat(sale.waiting()).isZero();
        assertThat(sale.reserve(order(1, "a")).get(0)).startsWith("W");
    }

    /** The password or a permission was changed. */
    @ParameterizedTest
    @ValueSource(strings = {"", "default:wrong@", "reader:right@"})
    void aRedisThatDoesNotLetUsInDidNothing(String user) {
        SaleInRedis sale = with(5);
        try (Jedis operator = new Jedis(node.url())) {
            operator.aclSetUser("reader", "on", ">right", "~*", "+@read");
            operator.configSet("requirepass", "changed");
            try (RedisClient shutOut = RedisClient.create(node.url().replace("//", "//" + user))) {
                TestKeys keys = TestKeys.of(shutOut, SaleInRedis.limits(0));
                assertThatThrownBy(() -> keys.reservations().reserve(sale.id, EPOCH, 100, true, timed(order(1, "a"))))
                        .isInstanceOf(RedisUnavailable.class);
            } finally {
                operator.configSet("requirepass", "");
            }
        }
    }

    /** The user may take the unit and may not store the buyer. */
    @Test
    void aRightThatIsMissingInTheMiddleOfTheScriptLeavesNobodyKnowingWhatWasDone() {
        SaleInRedis sale = with(5);
        try (Jedis operator = new Jedis(node.url());
                RedisClient half = RedisClient.create(node.url().replace("//", "//half:right@"))) {
            operator.aclSetUser("half", "on", ">right", "~*", "+@all", "-hset");
            TestKeys keys = TestKeys.of(half, SaleInRedis.limits(0));
            assertThatThrownBy(() -> keys.reservations().reserve(sale.id, EPOCH, 100, true, timed(order(1, "a"))))
                    .isInstanceOf(RedisOutcomeUnknown.class);
            assertThat(sale.waiting()).isEqualTo(1);
        }
    }

    @Test
    void scriptsAreLoadedOnceAndAgainByARedisThatForgotThem() {
        SaleInRedis sale = with(5);
        sale.reserve(order(1, "a"));
        long sent = calls("eval");
        sale.reserve(order(2, "b"));
        assertThat(calls("eval")).isEqualTo(sent);
        node.ask(Jedis::scriptFlush);
        assertThat(sale.reserve(order(3, "c")).get(0)).startsWith("W");
        sale.reserve(order(4, "d"));
        assertThat(calls("eval")).as("the text, once more").isEqualTo(sent + 1);
        assertThat(sale.stock()).isEqualTo("1");
    }

    private static SaleInRedis with(int units) {
        return new SaleInRedis(redis, 0, units);
    }

    private static long calls(String command) {
        String stats = node.ask(jedis -> jedis.info("commandstats"));
        return stats.lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .map(line -> line.replaceFirst("[^:]*:calls=([0-9]+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }
}
