package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.ConcurrentRun;
import redis.clients.jedis.RedisClient;

/** The queue desk over HTTP, with real threads and real engines. */
class QueueOverHttpIT {
    private static final TestShop APP = TestShop.shared(PurchaseMode.QUEUE);
    private static final TestSales SALES = APP.sales();

    private final ShopClient shop = APP.client();
    private static RedisClient redis;

    @BeforeAll
    static void open() {
        redis = RedisClient.create(APP.redisUrl());
    }

    @AfterAll
    static void close() {
        redis.close();
    }

    @Test
    void anOrderIsQueuedWithATicketAndThenRecordedUnderIt() {
        long sale = SALES.open(5);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
        Answer queued = buyer.buy(sale);
        assertThat(queued.status()).isEqualTo(200);
        assertThat(queued.state()).isEqualTo(2);
        String ticket = queued.data().get("ticket").asString();
        await().until(() -> buyer.result(sale).state() != 2);
        Answer result = buyer.result(sale);
        assertThat(result.state()).isEqualTo(1);
        assertThat(result.data().get("successKilled").get("ticket").asString()).isEqualTo(ticket);
        assertThat(buyer.buy(sale).state()).as("a second press").isEqualTo(-1);
        assertThat(SALES.purchases(sale)).isEqualTo(1);
        assertThat(SALES.stock(sale)).isEqualTo(4);
        assertThat(redis.get("seckill:{" + sale + "}:stock")).isEqualTo("4");
        await().until(() -> redis.xlen("seckill:{" + sale + "}:orders") == 0);
    }

    @Test
    void fiveHundredBuyersForAHundredUnitsGetExactlyAHundred() {
        long sale = SALES.open(100);
        List<ShopClient> buyers = IntStream.range(0, 500)
                .mapToObj(i -> shop.loggedIn(ShopClient.phone(i)))
                .toList();
        List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();

        List<Integer> states = ConcurrentRun.of(
                        500,
                        i -> buyers.get(i).executeWhileBusy(sale, md5s.get(i)).state())
                .results();
        assertThat(count(states)).isEqualTo(Map.of(2, 100L, 0, 400L));
        for (int i = 0; i < 500; i++) {
            ShopClient buyer = buyers.get(i);
            await().until(() -> buyer.result(sale).state() != 2);
            assertThat(buyer.result(sale).state()).isEqualTo(states.get(i) == 2 ? 1 : 0);
        }
        assertThat(SALES.purchases(sale)).isEqualTo(100);
        assertThat(SALES.stock(sale)).isZero();
    }

    @Test
    void aVoidPurchaseIsNeverToldAsBought() {
        long sale = SALES.open(5);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
        buyer.buy(sale);
        await().until(() -> buyer.result(sale).state() == 1);
        APP.database().update("UPDATE purchase SET state = -1 WHERE seckill_id = ?", sale);
        for (Answer answer : List.of(buyer.result(sale), buyer.buy(sale))) {
            assertThat(answer.state()).isZero();
            assertThat(answer.data().get("successKilled").get("state").asInt()).isEqualTo(-1);
        }
    }

    /** The node that recorded the order died before it settled the entry in Redis. */
    @Test
    void whoeverHoldsAPurchaseIsNotToldToWaitThoughRedisThinksSo() {
        long sale = SALES.open(5);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
        String ticket = buyer.buy(sale).data().get("ticket").asString();
        String buyers = "seckill:{" + sale + "}:buyers";
        await().until(() -> ("R" + ticket).equals(redis.hget(buyers, ShopClient.phone(1))));

        redis.hset(buyers, ShopClient.phone(1), "W" + ticket + " 1-1");

        assertThat(buyer.result(sale).state()).isEqualTo(1);
        Answer again = buyer.buy(sale);
        assertThat(again.state()).isEqualTo(-1);
        assertThat(again.data().get("successKilled").get("ticket").asString()).isEqualTo(ticket);
    }

    /** The node knows that the sale is sold out, and the winner still gets the purchase. */
    @Test
    void norWhenTheSaleIsSoldOut() {
        long sale = SALES.open(1);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
        String ticket = buyer.buy(sale).data().get("ticket").asString();
        String buyers = "seckill:{" + sale + "}:buyers";
        await().until(() -> ("R" + ticket).equals(redis.hget(buyers, ShopClient.phone(1))));
        assertThat(shop.loggedIn(ShopClient.phone(2)).buy(sale).state()).isZero();

        redis.hset(buyers, ShopClient.phone(1), "W" + ticket + " 1-1");

        Answer again = buyer.buy(sale);
        assertThat(again.state()).isEqualTo(-1);
        assertThat(again.data().get("successKilled").get("ticket").asString()).isEqualTo(ticket);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X", "W", "Xone", "W not 1-1", "Sone", "Sone three"})
    void whatNobodyCanReadOfABuyerIsNothing(String known) {
        long sale = SALES.open(5);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
        // The first order of a sale loads its stock into Redis.
        assertThat(shop.loggedIn(ShopClient.phone(2)).buy(sale).state()).isEqualTo(2);
        redis.hset("seckill:{" + sale + "}:buyers", ShopClient.phone(1), known);
        assertThat(buyer.result(sale).state()).isEqualTo(-4);
        redis.set("seckill:{" + sale + "}:stock", "none");
        assertThat(buyer.result(sale).state()).isEqualTo(-4);
    }

    private static Map<Integer, Long> count(List<Integer> states) {
        return states.stream().collect(Collectors.groupingBy(state -> state, Collectors.counting()));
    }
}
