package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.reservation.SaleKeys;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.proxy.TcpProxy.Fault;

/** A buyer with a purchase or a pending order is never answered "sold out", even after Redis has lost its data. */
@Tag("outage")
class ForgottenIT {
    private static final Database DATABASE = TestEngines.database();
    private static final TestSales SALES = new TestSales(DATABASE);

    /** Longer than the test, so that the buyers are not reconciled during it. */
    private static final String NEVER = "600000";

    private final QueueNodes nodes = new QueueNodes("forgotten");

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void whoeverBoughtIsToldSoByAPressAfterRedisForgotEverything() {
        nodes.with("SECKILL_QUEUE_CHECK_MS", NEVER);
        ShopClient shop = nodes.start();
        long sale = SALES.open(1);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
        String md5 = buyer.md5(sale);
        assertThat(buyer.execute(sale, md5).state()).isEqualTo(2);
        await().until(() -> buyer.result(sale).state() == 1);
        nodes.awaitEmptyStream(sale);
        nodes.flush();
        List<Integer> states = new ArrayList<>();
        await().until(() -> {
            states.add(buyer.execute(sale, md5).state());
            return states.contains(-1);
        });
        assertThat(states).containsOnly(-4, -1);
    }

    @Test
    void whoeverBoughtPastRedisIsToldSoByAPress() {
        nodes.with("SECKILL_QUEUE_CHECK_MS", NEVER);
        ShopClient queue = nodes.start();
        nodes.with("SECKILL_PURCHASE", "procedure");
        ShopClient procedure = nodes.start();
        long sale = SALES.open(2);
        assertThat(queue.loggedIn(ShopClient.phone(0)).buy(sale).state()).isEqualTo(2);
        nodes.awaitEmptyStream(sale);
        ShopClient buyer = procedure.loggedIn(ShopClient.phone(1));
        String md5 = buyer.md5(sale);
        assertThat(buyer.execute(sale, md5).state()).isEqualTo(1);
        nodes.redis.ask(jedis -> jedis.set(SaleKeys.of(sale).stock(), "0"));
        assertThat(queue.withCookie(buyer.cookie()).execute(sale, md5).state()).isEqualTo(-1);
        assertThat(queue.loggedIn(ShopClient.phone(2)).buy(sale).state())
                .as("another buyer")
                .isZero();
    }

    @Test
    void whileTheDatabaseIsAwayNobodyHearsThatAllIsSoldFromARedisThatMayNotKnowThem() {
        try (TcpProxy proxy = new TcpProxy(DATABASE.port())) {
            nodes.with("SECKILL_QUEUE_CHECK_MS", NEVER)
                    .with("SECKILL_DB_URL", DATABASE.at(proxy.port()).url());
            ShopClient shop = nodes.start();
            long sale = SALES.open(2);
            assertThat(shop.loggedIn(ShopClient.phone(0)).buy(sale).state()).isEqualTo(2);
            nodes.awaitEmptyStream(sale);
            ShopClient late = shop.loggedIn(ShopClient.phone(1));
            String md5 = late.md5(sale);
            nodes.redis.ask(jedis -> jedis.set(SaleKeys.of(sale).stock(), "0"));
            nodes.redis.ask(jedis -> jedis.hset(SaleKeys.of(sale).epoch(), "buyers", "unknown"));
            proxy.cut();
            assertThat(late.execute(sale, md5).state()).isEqualTo(-4);
            proxy.heal();
            await().until(() -> late.execute(sale, md5).state() == 0);
        }
    }

    /** A node calls the procedure with the first buyer's order, the call is slow, and Redis loses its data and loads again. */
    @Test
    void whoseOrderIsUnderWayIsNotRefusedAfterRedisForgotIt() {
        try (TcpProxy proxy = new TcpProxy(DATABASE.port())) {
            nodes.with("SECKILL_DB_URL", DATABASE.at(proxy.port()).url());
            ShopClient one = nodes.start();
            ShopClient other = nodes.start();
            long sale = SALES.open(2);
            assertThat(one.loggedIn(ShopClient.phone(0)).buy(sale).state()).isEqualTo(2);
            nodes.awaitEmptyStream(sale);
            ShopClient first = one.loggedIn(ShopClient.phone(1));
            ShopClient firstElsewhere = other.withCookie(first.cookie());
            ShopClient second = other.loggedIn(ShopClient.phone(2));
            String firstMd5 = first.md5(sale);
            String secondMd5 = second.md5(sale);
            List<Integer> states = new ArrayList<>();
            proxy.arm(Fault.LATE_REQUEST, "execute_seckill", 1);
            states.add(first.execute(sale, firstMd5).state());
            await().until(() -> proxy.struck() > 0);
            nodes.flush();
            await().until(() -> nodes.stock(sale).equals("1"));
            try (RowLock hold = RowLock.of(sale)) {
                // From here on the first buyer's call waits for the row's lock, and the second buyer's waits behind it.
                proxy.heal();
                await().until(ForgottenIT::aCallIsUnderWay);
                assertThat(second.execute(sale, secondMd5).state()).isEqualTo(2);
                states.add(firstElsewhere.execute(sale, firstMd5).state());
                states.add(firstElsewhere.result(sale).state());
                states.add(firstElsewhere.result(sale).state());
            }
            await().until(() -> SALES.purchases(sale) == 2);
            await().until(() -> {
                int state = firstElsewhere.result(sale).state();
                states.add(state);
                return state == 1 || state == 0;
            });
            assertThat(states.get(states.size() - 1) == 1 && states.contains(0))
                    .as(states.toString())
                    .isFalse();
            assertThat(states.subList(0, 4)).containsExactly(2, -4, -4, -4);
        }
    }

    /** Whether a session is inside the procedure. */
    private static boolean aCallIsUnderWay() {
        return DATABASE.number("SELECT COUNT(*) FROM information_schema.processlist WHERE id <> CONNECTION_ID()"
                        + " AND (info LIKE '%execute_seckill%' OR info LIKE '%FOR UPDATE%')")
                > 0;
    }
}
