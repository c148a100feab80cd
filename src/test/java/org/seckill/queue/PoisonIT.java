package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.order.Order;
import org.seckill.reservation.SaleInRedis;
import org.seckill.reservation.SaleKeys;
import org.seckill.reservation.TestKeys;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.run.LogLines;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/** Entries of a sale's stream that cannot be recorded in the database. */
@Tag("database")
@Timeout(300)
class PoisonIT {
    private static final Database DATABASE = TestEngines.database();
    private static final TestSales SALES = new TestSales(DATABASE);

    private final LogLines logged = LogLines.of(PendingEntries.class);
    private final QueueNodes nodes = new QueueNodes("poison").with("SECKILL_QUEUE_CHECK_MS", "600000");
    private ShopClient shop;
    private long sale;

    @BeforeEach
    void open() {
        shop = nodes.start();
        sale = SALES.open(50);
        assertThat(shop.loggedIn(ShopClient.phone(0)).buy(sale).state()).isEqualTo(2);
        nodes.awaitEmptyStream(sale);
    }

    @AfterEach
    void close() {
        logged.close();
        DATABASE.update("DROP TRIGGER IF EXISTS queue_poison");
        nodes.close();
    }

    @Test
    void anOrderThatTheDatabaseRefusesIsSetAsideWithItsCauseAndTheOthersAreRecorded() {
        DATABASE.update("CREATE TRIGGER queue_poison AFTER INSERT ON purchase FOR EACH ROW"
                + " IF NEW.seckill_id = " + sale + " AND NEW.user_phone = '" + ShopClient.phone(3) + "' THEN"
                + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by a trigger'; END IF");
        List<ShopClient> buyers = press(1, 11);
        nodes.awaitEmptyStream(sale);
        assertThat(SALES.purchases(sale)).isEqualTo(10);
        assertThat(nodes.stock(sale)).isEqualTo("40");
        Map<String, String> aside = poison().get(0).getFields();
        assertThat(aside).containsEntry("phone", ShopClient.phone(3)).containsKeys("ticket", "entry");
        assertThat(aside.get("cause")).contains("refused by a trigger");
        assertThat(poison()).hasSize(1);
        assertThat(shop.metric("seckill_queue_settled_total{result=\"poison\",verdict=\"poison\"}"))
                .isEqualTo(1);
        assertThat(logged.about(sale))
                .singleElement()
                .asString()
                .contains("ticket=" + aside.get("ticket"), "refused by a trigger")
                .doesNotContain(ShopClient.phone(3));
        ShopClient unlucky = buyers.get(2);
        assertThat(unlucky.result(sale).state()).isEqualTo(-4);

        DATABASE.update("DROP TRIGGER queue_poison");
        assertThat(unlucky.buy(sale).state()).isEqualTo(2);
        await().until(() -> unlucky.result(sale).state() == 1);
    }

    /** The claim time ends before the order has been refused often enough. */
    @Test
    void anOrderThatTheDatabaseRefusesIsSetAsideAlsoWhenClaimsAreShort() {
        nodes.stopFirst();
        nodes.with("SECKILL_QUEUE_CLAIM_MS", "200");
        shop = nodes.start();
        DATABASE.update("CREATE TRIGGER queue_poison AFTER INSERT ON purchase FOR EACH ROW"
                + " IF NEW.seckill_id = " + sale + " AND NEW.user_phone = '" + ShopClient.phone(3) + "' THEN"
                + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by a trigger'; END IF");
        press(1, 6);
        nodes.awaitEmptyStream(sale);
        assertThat(poison()).hasSize(1);
        assertThat(SALES.purchases(sale)).isEqualTo(5);
    }

    /** 200 pending orders: within the claim time the database refuses only three calls. */
    @Test
    void anOrderIsFoundAndSetAsideAlsoWhenToHalveItsBatchTakesLongerThanAClaim() {
        int count = 200;
        sale = SALES.open(count + 1);
        assertThat(shop.loggedIn(ShopClient.phone(0)).buy(sale).state()).isEqualTo(2);
        nodes.awaitEmptyStream(sale);
        nodes.stopFirst();
        DATABASE.update("CREATE TRIGGER queue_poison BEFORE INSERT ON purchase FOR EACH ROW"
                + " IF NEW.seckill_id = " + sale + " AND NEW.user_phone = '" + ShopClient.phone(1) + "' THEN"
                + " DO SLEEP(0.35); SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by a trigger'; END IF");
        reserve(count);
        nodes.start();
        nodes.awaitEmptyStream(sale);
        assertThat(poison())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getFields()).containsEntry("phone", ShopClient.phone(1)));
        assertThat(SALES.purchases(sale)).isEqualTo(count);
    }

    /** For example after a privilege was revoked. */
    @Test
    void ordersWaitWhileTheDatabaseRefusesAllForAReasonThatIsNotTheirs() {
        DATABASE.update("CREATE TRIGGER queue_poison AFTER INSERT ON purchase FOR EACH ROW"
                + " IF NEW.seckill_id = " + sale + " THEN"
                + " SIGNAL SQLSTATE '42000' SET MESSAGE_TEXT = 'not allowed'; END IF");
        Logger calls = (Logger) LoggerFactory.getLogger("org.seckill.batch.BatchExecutor");
        calls.setLevel(Level.DEBUG);
        try (LogLines sent = LogLines.of(calls.getName())) {
            press(1, 6);
            // Five to Redis. Then more than the three attempts that an order at fault gets.
            await().until(() -> sent.about(sale).stream()
                            .filter(line -> line.startsWith("order sent "))
                            .count()
                    > 5 + 3 * 5);
        } finally {
            calls.setLevel(null);
        }
        assertThat(poison()).isEmpty();

        DATABASE.update("DROP TRIGGER queue_poison");
        nodes.awaitEmptyStream(sale);
        assertThat(poison()).isEmpty();
        assertThat(SALES.purchases(sale)).isEqualTo(6);
    }

    @Test
    void whatIsNoOrderIsSetAsideAndTakesNoUnit() {
        try (RowLock hold = RowLock.of(sale)) {
            add(Map.of("nothing", "of ours"));
            add(Map.of("phone", "one two three", "ticket", "t"));
            add(Map.of("phone", ShopClient.phone(9), "ticket", "not a ticket"));
            press(1, 3);
        }
        nodes.awaitEmptyStream(sale);
        assertThat(poison())
                .extracting(entry -> entry.getFields().get("cause"))
                .containsExactly("not an order", "not an order", "not an order");
        assertThat(SALES.purchases(sale)).isEqualTo(3);
        assertThat(nodes.stock(sale)).isEqualTo("47");
        assertThat(nodes.known(sale, 9)).isEqualTo("null");
    }

    @Test
    void anOrderOfABuyerWhosePurchaseNobodyCanReadIsSetAsideToo() {
        DATABASE.update(
                "INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (?, ?, 'not of our making')",
                sale,
                ShopClient.phone(2));
        press(1, 5);
        nodes.awaitEmptyStream(sale);
        assertThat(poison())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getFields()).containsEntry("phone", ShopClient.phone(2)));
        assertThat(SALES.purchases(sale)).isEqualTo(5);
        assertThat(nodes.stock(sale)).isEqualTo("46");
    }

    /** Adds all entries in one transaction, for the buyers from 1 on. */
    private void reserve(int count) {
        Order[] orders = IntStream.rangeClosed(1, count)
                .mapToObj(i -> SaleInRedis.order(i, "t" + i))
                .toArray(Order[]::new);
        try (RedisClient redis = RedisClient.create(nodes.redis.url())) {
            assertThat(SaleInRedis.texts(TestKeys.of(redis, SaleInRedis.limits(0))
                            .reservations()
                            .reserve(sale, 0, count, true, SaleInRedis.timed(orders))))
                    .allMatch(answer -> answer.startsWith("W"));
        }
    }

    private List<ShopClient> press(int from, int to) {
        List<ShopClient> buyers = QueueNodes.buyers(shop, from, to);
        assertThat(buyers)
                .allSatisfy(buyer -> assertThat(buyer.buy(sale).state()).isEqualTo(2));
        return buyers;
    }

    private void add(Map<String, String> fields) {
        nodes.redis.ask(jedis -> jedis.xadd(SaleKeys.of(sale).orders(), StreamEntryID.NEW_ENTRY, fields));
    }

    private List<StreamEntry> poison() {
        return nodes.redis.ask(jedis -> jedis.xrange(SaleKeys.of(sale).poison(), "-", "+"));
    }
}
