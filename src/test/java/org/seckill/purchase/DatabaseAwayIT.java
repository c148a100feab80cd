package org.seckill.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.proxy.TcpProxy.Fault;
import org.seckill.testkit.run.ConcurrentRun;
import redis.clients.jedis.RedisClient;

/** The answers to buyers while the database fails or hangs. */
@Tag("outage")
@Execution(ExecutionMode.CONCURRENT)
class DatabaseAwayIT {
    /** Held by one test at a time: a second node on the same Redis would load the stock and record the orders of the first. */
    private static final String QUEUE_ON_SHARED_REDIS = "a node at the desk queue on the Redis that tests share";

    private static final TestSales SALES = new TestSales(TestEngines.database());

    /** Their data is their own, because the node at the desk queue would record the orders of others. */
    private static final Map<PurchaseMode, TestShop> FAULTY = new EnumMap<>(PurchaseMode.class);

    @BeforeAll
    static void start() {
        for (PurchaseMode mode : PurchaseMode.values()) {
            FAULTY.put(
                    mode,
                    TestShop.at(mode)
                            .ownData("faulty_" + mode.setting())
                            .databaseProxy()
                            .start());
        }
    }

    @AfterAll
    static void stop() {
        FAULTY.values().forEach(TestShop::close);
    }

    static Stream<Arguments> modesAndFaults() {
        return Stream.of(PurchaseMode.values())
                .flatMap(mode -> Stream.of(Fault.values())
                        .filter(fault -> fault != Fault.LATE_REQUEST)
                        .map(fault -> Arguments.of(mode, fault)));
    }

    @ParameterizedTest
    @MethodSource("modesAndFaults")
    @Execution(ExecutionMode.SAME_THREAD)
    void aPurchaseWhoseConnectionDiedIsConfirmedWhereverItDied(PurchaseMode mode, Fault fault) {
        TestShop shop = Objects.requireNonNull(FAULTY.get(mode));
        ShopClient buyer = shop.client().loggedIn(ShopClient.phone(1));
        long sale = shop.sales().open(1);
        String md5 = buyer.md5(sale);
        int struckBefore = shop.databaseProxy().struck();
        shop.databaseProxy().arm(fault, "execute_seckill", 1);
        Answer answer = buyer.settled(sale, buyer.execute(sale, md5));
        shop.databaseProxy().heal();
        assertThat(shop.databaseProxy().struck()).isEqualTo(struckBefore + 1);
        assertThat(answer.state()).isEqualTo(1);
        assertThat(shop.sales().purchases(sale)).isEqualTo(1);
    }

    @Test
    @ResourceLock(QUEUE_ON_SHARED_REDIS)
    void withoutADatabaseAKnownSaleGoesOnQueueingAndEverybodyIsToldTheEndWhenItIsBack() {
        try (TestShop app = TestShop.at(PurchaseMode.QUEUE)
                .databaseProxy()
                .with("SECKILL_CACHE_NEAR_MS", 60_000)
                .start()) {
            TcpProxy proxy = app.databaseProxy();
            ShopClient shop = app.client();
            long sale = SALES.open(3);
            List<ShopClient> buyers = IntStream.range(0, 5)
                    .mapToObj(i -> shop.loggedIn(ShopClient.phone(i)))
                    .toList();
            List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();
            assertThat(buyers.get(0)
                            .settled(sale, buyers.get(0).execute(sale, md5s.get(0)))
                            .state())
                    .isEqualTo(1);
            proxy.cut();
            List<Answer> told = IntStream.range(1, 5)
                    .mapToObj(i -> buyers.get(i).execute(sale, md5s.get(i)))
                    .toList();
            assertThat(told).extracting(Answer::state).containsExactly(2, 2, 0, 0);
            assertThat(buyers.get(1).resultAtOnce(sale).state())
                    .as("it may be recorded by another node")
                    .isEqualTo(-2);
            proxy.heal();
            for (int i = 1; i < 5; i++) {
                Answer end = buyers.get(i).settled(sale, told.get(i - 1));
                assertThat(end.state()).as("buyer %d", i).isEqualTo(i < 3 ? 1 : 0);
            }
            assertThat(SALES.purchases(sale)).isEqualTo(3);
            assertThat(SALES.stock(sale)).isZero();
        }
    }

    /** Redis thinks that the order waits until a node has told it that it is recorded, which may come to nothing. */
    @Test
    @ResourceLock(QUEUE_ON_SHARED_REDIS)
    void whoeverHeardThatTheyBoughtIsNotToldToWaitByANodeThatCannotAsk() {
        try (RedisClient redis = RedisClient.create(TestEngines.redisUrl());
                TestShop app = TestShop.at(PurchaseMode.QUEUE).databaseProxy().start()) {
            TcpProxy proxy = app.databaseProxy();
            ShopClient buyer = app.client().loggedIn(ShopClient.phone(1));
            long sale = SALES.open(5);
            Answer press = buyer.buy(sale);
            assertThat(buyer.settled(sale, press).state()).isEqualTo(1);
            String ticket = press.data().get("ticket").asString();
            String buyers = "seckill:{" + sale + "}:buyers";
            await().until(() -> ("R" + ticket).equals(redis.hget(buyers, ShopClient.phone(1))));
            redis.hset(buyers, ShopClient.phone(1), "W" + ticket + " 1-1");
            proxy.cut();
            assertThat(buyer.resultAtOnce(sale).state()).isEqualTo(-2);
        }
    }

    @Test
    void whatNobodyCouldConfirmIsAskedAtResultAndIsThere() {
        try (TestShop app = TestShop.at(PurchaseMode.PROCEDURE)
                .databaseProxy()
                .with("SECKILL_PURCHASE_DEADLINE_MS", 3000)
                .start()) {
            TcpProxy proxy = app.databaseProxy();
            ShopClient buyer = app.client().loggedIn(ShopClient.phone(1));
            long sale = SALES.open(1);
            String md5 = buyer.md5(sale);
            proxy.arm(Fault.BEFORE_THE_ANSWER, "execute_seckill", Integer.MAX_VALUE);
            Answer answer = buyer.execute(sale, md5);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.state()).isEqualTo(-2);
            // A database that answered nothing for a second is asked again a second later.
            assertThat(buyer.result(sale).state()).isEqualTo(1);
        }
    }

    @Test
    void withoutADatabasePagesGoOnAndPurchasesAreRefusedAsBusyUntilItIsBack() {
        try (TestShop app = TestShop.at(PurchaseMode.PROCEDURE)
                .databaseProxy()
                .with("SECKILL_PURCHASE_DEADLINE_MS", 1000)
                .start()) {
            TcpProxy proxy = app.databaseProxy();
            ShopClient buyer = app.client().loggedIn(ShopClient.phone(1));
            long sale = SALES.open(1);
            String md5 = buyer.md5(sale);
            buyer.get("/seckill/list");
            proxy.cut();
            // The first may have been sent on a pooled connection that nobody knew was dead: that one is unknown.
            assertThat(buyer.execute(sale, md5).state()).isIn(-2, -4);
            Answer busy = buyer.execute(sale, md5);
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.state()).isEqualTo(-4);
            assertThat(busy.header("Retry-After")).isEqualTo("1");
            assertThat(buyer.get("/seckill/" + sale + "/detail").status()).isEqualTo(200);
            assertThat(buyer.get("/seckill/list").status()).isEqualTo(200);
            Answer ready = buyer.get("/readyz");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.json().get("error").asString()).isEqualTo("missing: database (does not answer)");
            assertThat(ready.data().get("database").asString()).isEqualTo("down");
            assertThat(ready.data().get("database.reason").asString()).isEqualTo("does not answer");
            proxy.heal();
            await().until(() -> buyer.get("/readyz").status() == 200);
            await().until(() -> Set.of(1, -1).contains(buyer.execute(sale, md5).state()));
            assertThat(buyer.result(sale).state()).isEqualTo(1);
        }
    }

    /**
     * An operator's open transaction, say, also before the queue could load the stock. The database itself must give the order up
     * before the buyer is told.
     */
    @Tag("database")
    @ParameterizedTest
    @EnumSource(PurchaseMode.class)
    @ResourceLock(QUEUE_ON_SHARED_REDIS)
    void anOrderThatWaitedInVainForALockedSaleIsBusyAndIsNotRecordedLater(PurchaseMode mode) throws SQLException {
        try (TestShop app = TestShop.start(
                mode, Map.of("SECKILL_PURCHASE_DEADLINE_MS", "4000", "SECKILL_QUEUE_CHECK_MS", "600000"))) {
            ShopClient shop = app.client();
            ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
            long sale = SALES.open(5);
            long other = SALES.open(5);
            String md5 = buyer.md5(sale);
            try (Connection holder = TestEngines.database().connect()) {
                holder.setAutoCommit(false);
                holder.createStatement()
                        .executeQuery("SELECT 1 FROM seckill WHERE seckill_id = " + sale + " FOR UPDATE");
                assertThat(buyer.execute(sale, md5).state()).isEqualTo(-4);
                assertThat(buyer.settled(other, buyer.buy(other)).state())
                        .as("another sale sells on")
                        .isEqualTo(1);
                holder.rollback();
            }
            await().until(() -> TestEngines.database()
                            .number(
                                    "SELECT COUNT(*) FROM information_schema.processlist"
                                            + " WHERE info LIKE CONCAT('CALL execute_seckill(', ?, ',%')",
                                    sale)
                    == 0);
            assertThat(SALES.purchases(sale)).isZero();
        }
    }

    /** It neither answers nor refuses. Whoever presses is refused soon, and everybody else is served. */
    @Test
    void aDatabaseThatFallsSilentTakesNothingElseWithItAndNobodyIsToldWrong() {
        try (TestShop app = TestShop.at(PurchaseMode.PROCEDURE).databaseProxy().start()) {
            TcpProxy proxy = app.databaseProxy();
            ShopClient shop = app.client();
            long sale = SALES.open(1000);
            long soldOut = SALES.open(1);
            List<ShopClient> buyers = IntStream.range(0, 300)
                    .mapToObj(i -> shop.loggedIn(ShopClient.phone(i)))
                    .toList();
            List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();
            ShopClient stranger = buyers.get(1);
            String soldOutMd5 = stranger.md5(soldOut);
            buyers.get(0).buy(soldOut);
            shop.get("/seckill/list");

            proxy.freeze();
            ConcurrentRun crowd = ConcurrentRun.of(300, i -> buyers.get(i).execute(sale, md5s.get(i)));
            for (int i = 0; i < 5; i++) {
                assertThat(soon(shop, "/healthz")).isEqualTo(200);
                assertThat(soon(shop, "/seckill/time/now")).isEqualTo(200);
                assertThat(soon(shop, "/seckill/" + sale + "/detail")).isEqualTo(200);
                assertThat(soon(shop, "/seckill/list")).isEqualTo(200);
            }
            List<Answer> refusals = ConcurrentRun.of(30, i -> stranger.execute(soldOut, soldOutMd5))
                    .results();
            assertThat(refusals).extracting(Answer::state).isSubsetOf(0, -4);
            Map<Integer, Long> states = crowd.<Answer>results().stream()
                    .collect(Collectors.groupingBy(Answer::state, Collectors.counting()));
            assertThat(states.keySet()).isSubsetOf(-4, -2);
            assertThat(states.getOrDefault(-2, 0L)).as("on their way").isLessThanOrEqualTo(10);

            proxy.heal();
            await().until(() -> buyers.get(299).execute(sale, md5s.get(299)).state() == 1);
            assertThat(SALES.purchases(sale))
                    .as("nothing that was given up is recorded")
                    .isEqualTo(1);
        }
    }

    private static int soon(ShopClient shop, String path) {
        return shop.send(shop.request(path).timeout(Duration.ofSeconds(5)).GET())
                .status();
    }
}
