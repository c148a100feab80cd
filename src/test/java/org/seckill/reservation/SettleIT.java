package org.seckill.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.reservation.SaleInRedis.NODE;
import static org.seckill.reservation.SaleInRedis.OTHER;
import static org.seckill.reservation.SaleInRedis.order;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.redis.RedisOutcomeUnknown;
import org.seckill.reservation.RedisStream.OrderEntry;
import org.seckill.reservation.RedisStream.Settlement;
import org.seckill.reservation.RedisStream.Taken;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.TestFolders;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XPendingParams;

/** Settling and claiming entries: settle.lua and claim.lua on a real Redis. */
class SettleIT {
    private static RedisNode node;
    private static RedisClient redis;

    @BeforeAll
    static void start() {
        node = RedisNode.start(TestFolders.anew("redis", "settle"));
        redis = RedisClient.create(node.url());
    }

    @AfterAll
    static void stop() {
        redis.close();
        node.close();
    }

    @ParameterizedTest
    @CsvSource({"R,t1,4,Rt1", "H,older,5,Rolder", "S,'',5,St1 3", "C,'',5,Ct1", "N,'',5,Nt1", "B,a cause,5,Bt1"})
    void whatWasDecidedIsRememberedOnceHoweverOftenItIsTold(String state, String word, String stock, String known) {
        SaleInRedis sale = with(5);
        OrderEntry entry = sale.read(1).get(0);
        assertThat(sale.settle(entry, state, word)).isEqualTo(1);
        assertThat(sale.settle(entry, state, word)).isZero();
        assertThat(sale.stock()).isEqualTo(stock);
        assertThat(sale.known(1)).isEqualTo(known);
        assertThat(sale.waiting()).isZero();
        assertThat(pending(sale)).isZero();
        assertThat(redis.xlen(sale.keys.poison())).isEqualTo(state.equals("B") ? 1 : 0);
    }

    @Test
    void twoNodesThatSettleTheSameGiveAUnitBackOnce() {
        SaleInRedis sale = with(100);
        List<OrderEntry> entries = sale.read(IntStream.range(0, 100).toArray());
        List<Long> settled = ConcurrentRun.of(2, node -> {
                    String name = node == 0 ? NODE : OTHER;
                    String state = node == 0 ? "S" : "H";
                    return entries.stream()
                            .mapToLong(one -> sale.queue.stream()
                                    .settle(sale.id, name, List.of(new Settlement(one, OrderState.of(state), "older")))
                                    .size())
                            .sum();
                })
                .results();
        assertThat(settled.stream().mapToLong(Long::longValue).sum()).isEqualTo(100);
        assertThat(sale.stock()).isEqualTo("100");
    }

    @ParameterizedTest
    @CsvSource({"0 1 2, 3 4", "0 1 3, 2 4", "1 2, 0 3 4", "4, 0 1 2 3", "2 0 1, 3 4", "0 0 1, 2 3 4"})
    void whatIsDecidedGoesWhereverItStandsAndNothingElse(String decided, String left) {
        SaleInRedis sale = with(5);
        List<OrderEntry> entries = sale.read(0, 1, 2, 3, 4);
        List<Settlement> settlements = numbers(decided)
                .mapToObj(n ->
                        new Settlement(entries.get(n), n % 2 == 0 ? OrderState.RECORDED : OrderState.SOLD_OUT, "t" + n))
                .toList();
        assertThat(sale.queue.stream().settle(sale.id, NODE, settlements))
                .containsExactlyElementsOf(settlements.stream().distinct().toList());
        assertThat(redis.xrange(sale.keys.orders(), "-", "+"))
                .extracting(entry -> entry.getID().toString())
                .containsExactlyElementsOf(
                        numbers(left).mapToObj(n -> entries.get(n).id()).toList());
        assertThat(pending(sale)).isEqualTo(numbers(left).count());
        assertThat(sale.stock())
                .isEqualTo(Long.toString(
                        numbers(decided).distinct().filter(n -> n % 2 == 1).count()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"S", "C", "N", "B"})
    void aRefusalByANodeThatNoLongerHoldsTheEntryCountsForNothing(String state) {
        SaleInRedis sale = with(5);
        OrderEntry entry = sale.read(1).get(0);
        assertThat(claim(sale, OTHER)).containsExactly(entry);
        assertThat(sale.settle(entry, state, "")).isZero();
        assertThat(sale.known(1)).isEqualTo("Wt1 " + entry.id());
        assertThat(sale.queue.stream()
                        .settle(sale.id, OTHER, List.of(new Settlement(entry, OrderState.RECORDED, "t1"))))
                .hasSize(1);
        assertThat(sale.stock()).isEqualTo("4");
    }

    @Test
    void onlyWhatCountedIsAnswered() {
        SaleInRedis sale = with(5);
        List<Settlement> refused = sale.read(1, 2).stream()
                .map(entry -> new Settlement(entry, OrderState.SET_ASIDE, "a cause"))
                .toList();
        sale.queue.stream().claim(sale.id, OTHER, Duration.ZERO, 1);
        assertThat(sale.queue.stream().settle(sale.id, NODE, refused)).containsExactly(refused.get(1));
    }

    @Test
    void howOftenAnOrderWasRefusedGoesWithItToWhoeverTakesItOver() {
        SaleInRedis sale = with(5);
        List<OrderEntry> entries = sale.read(1, 2);
        for (int i = 0; i < 3; i++) {
            assertThat(sale.queue.stream().claim(sale.id, i % 2 == 0 ? OTHER : NODE, Duration.ZERO, 10))
                    .as("waiting is no refusal")
                    .extracting(Taken::refused)
                    .containsExactly(0, 0);
        }
        for (int i = 0; i < 2; i++) {
            sale.queue.stream().refused(sale.id, OTHER, List.of(new Taken(entries.get(1), 2)));
        }
        assertThat(sale.queue.stream().claim(sale.id, NODE, Duration.ZERO, 10))
                .containsExactly(new Taken(entries.get(0), 0), new Taken(entries.get(1), 2));
    }

    @Test
    void toRememberARefusalIsNoClaimOfAnEntry() {
        SaleInRedis sale = with(5);
        OrderEntry entry = sale.read(1).get(0);
        claim(sale, OTHER);
        sale.queue.stream().refused(sale.id, NODE, List.of(new Taken(entry, 2)));
        assertThat(sale.queue.stream().held(sale.id, OTHER)).isEqualTo(1);
        assertThat(sale.queue.stream().claim(sale.id, NODE, Duration.ZERO, 10)).containsExactly(new Taken(entry, 0));
        await().until(() -> sale.queue.stream()
                        .claim(sale.id, OTHER, Duration.ofMillis(20), 10)
                        .size()
                == 1);
        await().until(() -> idle(sale) >= 20);
        sale.queue.stream().refused(sale.id, OTHER, List.of(new Taken(entry, 1)));
        assertThat(idle(sale)).isGreaterThanOrEqualTo(20);
    }

    @Test
    void whatTheDatabaseRecordedCountsFromAnyNode() {
        SaleInRedis sale = with(5);
        OrderEntry entry = sale.read(1).get(0);
        claim(sale, OTHER);
        assertThat(sale.settle(entry, "R", "t1")).isEqualTo(1);
        assertThat(sale.known(1)).isEqualTo("Rt1");
    }

    @Test
    void anEntryThatTookNoUnitGivesNoneBack() {
        SaleInRedis sale = with(5);
        redis.xadd(sale.keys.orders(), StreamEntryID.NEW_ENTRY, Map.of("phone", "13800000009", "ticket", "forged"));
        redis.xadd(sale.keys.orders(), StreamEntryID.NEW_ENTRY, Map.of("nothing", "of ours"));
        sale.queue.stream().next(sale.id, NODE, 10).forEach(entry -> sale.settle(entry, "B", "not an order"));
        assertThat(sale.stock()).isEqualTo("5");
        assertThat(redis.hlen(sale.keys.buyers())).isZero();
        assertThat(redis.xlen(sale.keys.poison())).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "010", "99999999999999999999"})
    void aStockThatIsNoWholeNumberIsLeftToBeLoadedAgain(String stock) {
        SaleInRedis sale = with(5);
        OrderEntry entry = sale.read(1).get(0);
        redis.set(sale.keys.stock(), stock);
        assertThat(sale.settle(entry, "S", "")).isEqualTo(1);
        assertThat(sale.known(1)).startsWith("St1");
        assertThat(sale.stock()).isEqualTo(stock);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoch", "stock", "buyers", "poison"})
    void aKeyOfTheWrongTypeMakesItFailWithNothingDone(String wrong) {
        SaleInRedis sale = with(5);
        OrderEntry entry = sale.read(1).get(0);
        String key = "seckill:{" + sale.id + "}:" + wrong;
        redis.del(key);
        redis.sadd(key, "a set");
        assertThatThrownBy(() -> sale.settle(entry, "B", "a cause")).isInstanceOf(RedisOutcomeUnknown.class);
        assertThat(sale.waiting()).isEqualTo(1);
        assertThat(pending(sale)).isEqualTo(1);
    }

    @Test
    void aStockThatWasLostIsNotMadeUpOfWhatCameBack() {
        SaleInRedis sale = with(5);
        OrderEntry entry = sale.read(1).get(0);
        redis.del(sale.keys.stock());
        assertThat(sale.settle(entry, "S", "")).isEqualTo(1);
        assertThat(redis.exists(sale.keys.stock())).isFalse();
    }

    @Test
    void onlyWhatNobodyTouchedForSoLongIsTakenOverAndInItsOrder() {
        SaleInRedis sale = with(5);
        List<OrderEntry> entries = sale.read(1, 2, 3);
        assertThat(sale.queue.stream().claim(sale.id, OTHER, Duration.ofMinutes(5), 10))
                .isEmpty();
        assertThat(claim(sale, OTHER)).isEqualTo(entries);
        redis.xdel(sale.keys.orders(), new StreamEntryID(entries.get(1).id()));
        assertThat(claim(sale, NODE)).containsExactly(entries.get(0), entries.get(2));
        assertThat(pending(sale)).isEqualTo(2);
    }

    @Test
    void aGroupThatWasLostIsMadeAgainAndReadsWhatWaits() {
        SaleInRedis sale = with(5);
        sale.reserve(order(1, "a"));
        redis.xgroupDestroy(sale.keys.orders(), "desk");
        assertThat(claim(sale, NODE)).isEmpty();
        assertThat(sale.queue.stream().next(sale.id, NODE, 10)).isEmpty();
        assertThat(sale.queue.stream().next(sale.id, NODE, 10))
                .extracting(OrderEntry::ticket)
                .containsExactly("a");
    }

    @Test
    void aSaleThatIsNotThereHasNothingToReadAndIsNotMade() {
        TestKeys queue = with(0).queue;
        assertThat(queue.stream().next(1, NODE, 10)).isEmpty();
        assertThat(queue.stream().claim(1, NODE, Duration.ZERO, 10)).isEmpty();
        assertThat(redis.exists(SaleKeys.of(1).orders())).isFalse();
    }

    private static List<OrderEntry> claim(SaleInRedis sale, String who) {
        return sale.queue.stream().claim(sale.id, who, Duration.ZERO, 10).stream()
                .map(Taken::entry)
                .toList();
    }

    private static long idle(SaleInRedis sale) {
        return redis.xpending(
                        sale.keys.orders(),
                        "desk",
                        XPendingParams.xPendingParams().count(1))
                .get(0)
                .getIdleTime();
    }

    private static long pending(SaleInRedis sale) {
        return redis.xpending(sale.keys.orders(), "desk").getTotal();
    }

    private static SaleInRedis with(int units) {
        return new SaleInRedis(redis, 0, units);
    }

    private static IntStream numbers(String words) {
        return Stream.of(words.split(" ", -1)).mapToInt(Integer::parseInt);
    }
}
