package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLockTarget;
import org.seckill.batch.PendingOrder;
import org.seckill.reservation.RedisStream;
import org.seckill.reservation.RedisStream.OrderEntry;
import org.seckill.reservation.SaleInRedis;
import org.seckill.reservation.SaleKeys;
import org.seckill.reservation.TestKeys;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.proxy.TcpProxy.Fault;
import org.seckill.testkit.run.ConcurrentRun;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.resps.StreamConsumerInfo;

/** The entries of a sale's stream are recorded in the database, also if nodes or engines die meanwhile. */
@Tag("outage")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(
        value = StreamConsumersIT.CLAIM_TIME,
        mode = ResourceAccessMode.READ,
        target = ResourceLockTarget.CHILDREN)
class StreamConsumersIT {
    private static final Database DATABASE = TestEngines.database();
    private static final TestSales SALES = new TestSales(DATABASE);
    /** Locked by a test that counts claims: on a busy machine entries are claimed more often. */
    static final String CLAIM_TIME = "the claim time";

    private static final AtomicInteger TESTS = new AtomicInteger();

    private static final String DEAD = "a node that is dead";

    // No reconciliation during the test.
    private final QueueNodes nodes =
            new QueueNodes("consumers-" + TESTS.incrementAndGet()).with("SECKILL_QUEUE_CHECK_MS", "600000");
    private final TcpProxy proxy = new TcpProxy(DATABASE.port());

    @AfterEach
    void stop() {
        proxy.heal();
        nodes.close();
        proxy.close();
    }

    @Test
    void hundredsOfOrdersGoIntoTheDatabaseInAFewCallsAndInTheOrderOfTheirArrival() {
        ShopClient shop = nodes.start();
        long sale = loaded(shop, 201);
        // Redis has more units than the database, so that the result shows the order of recording.
        nodes.redis.ask(jedis -> jedis.incrBy(SaleKeys.of(sale).stock(), 200));
        List<String> came;
        double calls = shop.metric("seckill_batch_size_count");
        try (RowLock hold = RowLock.of(sale)) {
            assertThat(press(shop, sale, 1, 401)).containsOnly(2);
            came = nodes.redis.ask(jedis -> jedis.xrange(SaleKeys.of(sale).orders(), "-", "+")).stream()
                    .map(entry -> entry.getFields().get("phone"))
                    .toList();
            assertThat(came).hasSize(400);
        }
        nodes.awaitEmptyStream(sale);
        assertThat(shop.metric("seckill_batch_size_count") - calls).isLessThan(40);
        List<Object> recorded = DATABASE.rows("SELECT user_phone FROM purchase WHERE seckill_id = ?", sale).stream()
                .map(row -> row.get(0))
                .filter(phone -> !phone.equals(ShopClient.phone(0)))
                .toList();
        assertThat(recorded).hasSize(200).containsExactlyInAnyOrderElementsOf(List.copyOf(came.subList(0, 200)));
    }

    @Test
    void anEntryLeavesTheStreamOnlyWhenItsOrderIsCommitted() {
        ShopClient shop = nodes.start();
        long sale = loaded(shop, 5);
        try (RowLock hold = RowLock.of(sale)) {
            assertThat(press(shop, sale, 1, 3)).containsOnly(2);
            await().until(() -> nodes.held(sale) == 2);
            long lookUntil = System.nanoTime()
                    + Duration.ofMillis(2 * QueueNodes.CLAIM_MS).toNanos();
            while (System.nanoTime() < lookUntil) {
                assertThat(nodes.waiting(sale)).isEqualTo(2);
            }
            assertThat(nodes.held(sale)).isEqualTo(2);
        }
        nodes.awaitEmptyStream(sale);
        assertThat(SALES.purchases(sale)).isEqualTo(3);
    }

    @Test
    @ResourceLock(CLAIM_TIME)
    void whatADeadNodeReadAndWhatNobodyReadIsRecordedByAnother() {
        long sale = loaded(nodes.start(), 50);
        nodes.stopFirst();
        reserve(sale, 10, 30);
        List<OrderEntry> read = reading(queue -> queue.stream().next(sale, DEAD, 8));
        assertThat(read).hasSize(8);
        ShopClient shop = nodes.start();
        nodes.awaitEmptyStream(sale);
        assertThat(SALES.purchases(sale)).isEqualTo(21);
        // More if a claim time ended before the entry was recorded.
        assertThat(shop.metric("seckill_queue_claimed_total")).isBetween(8.0, 16.0);
        assertThat(nodes.stock(sale)).isEqualTo("29");
    }

    @Test
    void aNodeThatDiedBetweenTheCommitAndTheSettlementHasSoldOneUnit() {
        long sale = loaded(nodes.start(), 50);
        nodes.stopFirst();
        reserve(sale, 10, 11);
        OrderEntry entry = reading(queue -> queue.stream().next(sale, DEAD, 1)).get(0);
        String order = "[{\"phone\": \"%s\", \"ticket\": \"%s\"}]".formatted(entry.phone(), entry.ticket());
        DATABASE.rows("CALL execute_seckill(?, ?)", sale, order);
        ShopClient shop = nodes.start();
        nodes.awaitEmptyStream(sale);
        assertThat(SALES.purchases(sale)).isEqualTo(2);
        assertThat(SALES.stock(sale)).isEqualTo(48);
        assertThat(nodes.stock(sale)).isEqualTo("48");
        assertThat(nodes.known(sale, 10)).isEqualTo("R" + entry.ticket());
        assertThat(shop.loggedIn(ShopClient.phone(10)).result(sale).state()).isEqualTo(1);
    }

    @Test
    void whileTheDatabaseIsAwayTheStreamGrowsToItsBoundAndThenEverythingIsRecorded() {
        nodes.with("SECKILL_QUEUE_PLACES", "20");
        nodes.with("SECKILL_DB_URL", DATABASE.at(proxy.port()).url());
        ShopClient shop = nodes.start();
        long sale = loaded(shop, 100);
        List<ShopClient> buyers = QueueNodes.buyers(shop, 1, 31);
        List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();
        proxy.cut();
        List<Integer> states = IntStream.range(0, 30)
                .mapToObj(i -> buyers.get(i).execute(sale, md5s.get(i)).state())
                .toList();
        assertThat(states.subList(0, 20)).containsOnly(2);
        assertThat(states.subList(20, 30)).containsOnly(-4);
        assertThat(nodes.waiting(sale)).isEqualTo(20);
        assertThat(buyers.get(0).resultAtOnce(sale).state()).isEqualTo(-2);
        proxy.heal();
        nodes.awaitEmptyStream(sale);
        assertThat(SALES.purchases(sale)).isEqualTo(21);
        assertThat(buyers.get(25).execute(sale, md5s.get(25)).state()).isEqualTo(2);
    }

    @Test
    void whileTheDatabaseIsAwayANodeWhoseHandIsFullReadsNothingNew() {
        long sale = loaded(nodes.start(), 12_000);
        nodes.stopFirst();
        List<String> before = consumers(sale);
        nodes.with("SECKILL_DB_URL", DATABASE.at(proxy.port()).url());
        ShopClient shop = nodes.start();
        // Nothing wakes the node: if the entry is gone, the poll has found the sale.
        reserve(sale, 1, 2);
        nodes.awaitEmptyStream(sale);
        proxy.cut();
        reserve(sale, 2, 5002);
        String node = consumers(sale).stream()
                .filter(name -> !before.contains(name))
                .findAny()
                .orElseThrow();
        reading(queue -> queue.stream().next(sale, node, 5000));
        reserve(sale, 5002, 10_002);
        // Each turn claims some of them again.
        Set<Double> takenOver = new HashSet<>();
        Set<Long> held = new HashSet<>();
        await().until(() -> {
            held.add(nodes.held(sale));
            takenOver.add(shop.metric("seckill_queue_claimed_total"));
            return takenOver.size() > 3;
        });
        // One turn may have read the number of pending entries before these were added.
        assertThat(held).hasSizeLessThanOrEqualTo(2).allMatch(count -> count >= 5000 && count < 10_000);
        proxy.heal();
        nodes.awaitEmptyStream(sale);
        assertThat(SALES.purchases(sale)).isEqualTo(10_002);
    }

    @Test
    void aBuyerWhoHoldsAnOlderPurchaseIsToldItAndTheUnitGoesBack() {
        ShopClient shop = nodes.start();
        long sale = loaded(shop, 5);
        DATABASE.update(
                "INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (?, ?, 'older')",
                sale,
                ShopClient.phone(1));
        ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
        assertThat(buyer.buy(sale).state()).isEqualTo(2);
        await().until(() -> buyer.result(sale).state() != 2);
        Answer result = buyer.result(sale);
        assertThat(result.state()).isEqualTo(1);
        assertThat(result.data().get("successKilled").get("ticket").asString()).isEqualTo("older");
        nodes.awaitEmptyStream(sale);
        assertThat(nodes.stock(sale)).isEqualTo("4");
        assertThat(buyer.buy(sale).state()).isEqualTo(-1);
    }

    @Test
    void whoeverWasToldThatItIsOverIsNotRecordedByACallOfTheNodeThatHadTheEntryBefore() {
        nodes.with("SECKILL_DB_URL", DATABASE.at(proxy.port()).url());
        ShopClient slow = nodes.start();
        long sale = loaded(slow, 2);
        ShopClient buyer = slow.loggedIn(ShopClient.phone(1));
        DATABASE.update("UPDATE seckill SET number = 0 WHERE seckill_id = ?", sale);
        proxy.arm(Fault.LATE_REQUEST, "execute_seckill", Integer.MAX_VALUE);
        assertThat(buyer.buy(sale).state()).isEqualTo(2);
        await().until(() -> proxy.struck() > 0);
        nodes.with("SECKILL_DB_URL", DATABASE.url());
        nodes.start();
        await().until(() -> nodes.waiting(sale) == 0);
        assertThat(nodes.known(sale, 1)).startsWith("S");
        DATABASE.rows("CALL restock_seckill(?, ?)", sale, 5);
        proxy.heal();
        await().until(() -> proxy.answeredLate() >= proxy.struck());
        assertThat(SALES.purchases(sale)).isEqualTo(1);
        assertThat(SALES.stock(sale)).isEqualTo(5);
    }

    /** A sale whose stock is loaded in Redis, because buyer 0 has bought a unit. */
    @Test
    void aSaleThatIsLongOverIsForgottenAndLookedAfterAgainWhenItsEndIsMoved() {
        ShopClient shop = nodes.start();
        long sale = loaded(shop, 5);
        await().until(() -> isWatched(shop, sale));
        SALES.move(sale, Duration.ofDays(-4), Duration.ofDays(-3));
        await().until(() -> !isWatched(shop, sale));
        SALES.move(sale, Duration.ofDays(-4), Duration.ofHours(1));
        await().until(() -> isWatched(shop, sale));
        reserve(sale, 10, 13);
        nodes.awaitEmptyStream(sale);
        assertThat(SALES.purchases(sale)).isEqualTo(4);
    }

    private static boolean isWatched(ShopClient shop, long sale) {
        return shop.get("/metrics")
                .http()
                .body()
                .contains(String.format(Locale.ROOT, "seckill_queue_waiting{sale=\"%d\"}", sale));
    }

    private long loaded(ShopClient shop, int stock) {
        long sale = SALES.open(stock);
        assertThat(press(shop, sale, 0, 1)).containsOnly(2);
        nodes.awaitEmptyStream(sale);
        return sale;
    }

    private static List<Integer> press(ShopClient shop, long sale, int from, int to) {
        List<ShopClient> buyers = QueueNodes.buyers(shop, from, to);
        List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();
        int threads = Math.min(16, buyers.size());
        List<List<Integer>> states = ConcurrentRun.of(
                        threads,
                        thread -> IntStream.range(0, buyers.size())
                                .filter(i -> i % threads == thread)
                                .mapToObj(i ->
                                        buyers.get(i).execute(sale, md5s.get(i)).state())
                                .toList())
                .results();
        return states.stream().flatMap(List::stream).toList();
    }

    private List<String> consumers(long sale) {
        return nodes.redis.ask(jedis -> jedis.xinfoConsumers2(SaleKeys.of(sale).orders(), RedisStream.GROUP)).stream()
                .map(StreamConsumerInfo::getName)
                .toList();
    }

    private void reserve(long sale, int from, int to) {
        for (int next = from; next < to; next += 1000) {
            List<PendingOrder> orders = IntStream.range(next, Math.min(to, next + 1000))
                    .mapToObj(i ->
                            SaleInRedis.timed(SaleInRedis.order(i, "t" + i)).get(0))
                    .toList();
            List<String> answers =
                    reading(queue -> SaleInRedis.texts(queue.reservations().reserve(sale, 0, 20_000, true, orders)));
            assertThat(answers).hasSize(orders.size()).allMatch(answer -> answer.startsWith("W"));
        }
    }

    private <T> T reading(Function<TestKeys, T> question) {
        try (RedisClient client = RedisClient.create(nodes.redis.url())) {
            return question.apply(TestKeys.of(client, SaleInRedis.limits(0)));
        }
    }
}
