package org.seckill.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.ConcurrentRun;

/** The five promises, through HTTP, with real threads and real engines, whichever way it is sold. */
@Tag("database")
@ParameterizedClass
@EnumSource(PurchaseMode.class)
class PromisesIT {
    private static final int CROWD = 500;

    private final PurchaseMode mode;
    private final Database database;
    private final TestSales sales;
    private final ShopClient shop;

    PromisesIT(PurchaseMode mode) {
        this.mode = mode;
        this.database = TestShop.shared(mode).database();
        this.sales = TestShop.shared(mode).sales();
        this.shop = TestShop.shared(mode).client();
    }

    @Test
    void fiveHundredBuyersForAHundredUnitsGetExactlyAHundred() {
        long sale = sales.open(100);
        List<ShopClient> buyers = buyers(CROWD);
        List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();

        List<Answer> told = press(sale, CROWD, buyers::get, md5s::get);

        assertThat(states(told)).isEqualTo(Map.of(1, 100L, 0, 400L));
        assertThat(sales.purchases(sale)).isEqualTo(100);
        assertThat(sales.stock(sale)).isZero();
        for (int i = 0; i < CROWD; i++) {
            ShopClient buyer = buyers.get(i);
            boolean holds = hasRow(sale, ShopClient.phone(i));
            assertThat(buyer.result(sale).state()).as("result of buyer %d", i).isEqualTo(holds ? 1 : 0);
            assertThat(buyer.execute(sale, md5s.get(i)).state())
                    .as("buyer %d again", i)
                    .isEqualTo(holds ? -1 : 0);
        }
    }

    @Test
    void fiftyBuyersWhoPressTenTimesEachGetOneUnitEach() {
        long sale = sales.open(100);
        List<ShopClient> buyers = buyers(50);
        List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();

        List<Answer> told = press(sale, CROWD, i -> buyers.get(i % 50), i -> md5s.get(i % 50));

        // Whoever presses again while the first is queued is told of that one.
        assertThat(told).extracting(Answer::state).isSubsetOf(1, -1);
        if (mode == PurchaseMode.PROCEDURE) {
            assertThat(states(told)).isEqualTo(Map.of(1, 50L, -1, 450L));
        }
        assertThat(tickets(told)).hasSize(50);
        assertThat(sales.purchases(sale)).isEqualTo(50);
        assertThat(sales.stock(sale)).isEqualTo(50);
    }

    @Test
    void fiftyBuyersWhoPressTenTimesEachForTwentyUnitsGetExactlyTwenty() {
        long sale = sales.open(20);
        List<ShopClient> buyers = buyers(50);
        List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();

        List<Answer> told = press(sale, CROWD, i -> buyers.get(i % 50), i -> md5s.get(i % 50));

        assertThat(told).extracting(Answer::state).isSubsetOf(1, -1, 0);
        assertThat(states(told)).containsEntry(0, 300L);
        if (mode == PurchaseMode.PROCEDURE) {
            assertThat(states(told)).isEqualTo(Map.of(1, 20L, -1, 180L, 0, 300L));
        }
        assertThat(tickets(told)).hasSize(20);
        assertThat(sales.purchases(sale)).isEqualTo(20);
        assertThat(sales.stock(sale)).isZero();
    }

    @Test
    void beforeTheWindowThereIsNoAddressAndAfterItTheAddressBuysNothing() {
        ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
        long soon = sales.create("soon", 5, Duration.ofHours(1), Duration.ofHours(2));
        assertThat(buyer.expose(soon).data().get("exposed").asBoolean()).isFalse();
        assertThat(buyer.expose(soon).data().get("md5").isNull()).isTrue();
        assertThat(buyer.execute(soon, "0".repeat(32)).state()).isEqualTo(-3);

        long closing = sales.create("closing", 5, Duration.ofMinutes(-1), Duration.ofSeconds(5));
        String md5 = buyer.md5(closing);
        await().until(() -> !buyer.expose(closing).data().get("exposed").asBoolean());
        assertThat(buyer.execute(closing, md5).state()).isZero();
        assertThat(sales.purchases(soon) + sales.purchases(closing)).isZero();
        assertThat(sales.stock(closing)).isEqualTo(5);
    }

    @Test
    void anAddressOfTheWindowThatWasMovedBuysNothing() {
        ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
        long sale = sales.open(5);
        String md5 = buyer.md5(sale);
        sales.move(sale, Duration.ofHours(1), Duration.ofHours(2));
        // The node may not know yet, but the database does: a queued order comes to nothing.
        assertThat(buyer.settled(sale, buyer.execute(sale, md5)).state()).isIn(0, -3, -4);
        await().until(() -> buyer.execute(sale, md5).state() == -3);
        assertThat(sales.purchases(sale)).isZero();
    }

    @Test
    void aRestockOpensASoldOutSaleAgainHoweverItIsMade() {
        long sale = sales.open(1);
        assertThat(buy(shop.loggedIn(ShopClient.phone(1)), sale).state()).isEqualTo(1);
        ShopClient second = shop.loggedIn(ShopClient.phone(2));
        assertThat(second.buy(sale).state()).isZero();

        database.rows("CALL restock_seckill(?, ?)", sale, 1);
        await().until(() -> buy(second, sale).state() == 1);

        ShopClient third = shop.loggedIn(ShopClient.phone(3));
        assertThat(third.buy(sale).state()).isZero();
        database.update("UPDATE seckill SET number = 1 WHERE seckill_id = ?", sale);
        await().until(() -> buy(third, sale).state() == 1);

        for (int i = 1; i <= 3; i++) {
            assertThat(shop.loggedIn(ShopClient.phone(i)).buy(sale).state())
                    .as("buyer %d again", i)
                    .isEqualTo(-1);
        }
        assertThat(sales.purchases(sale)).isEqualTo(3);
    }

    private List<ShopClient> buyers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> shop.loggedIn(ShopClient.phone(i)))
                .toList();
    }

    private static List<Answer> press(long sale, int times, IntFunction<ShopClient> buyer, IntFunction<String> md5) {
        List<Answer> told = ConcurrentRun.of(times, i -> buyer.apply(i).executeWhileBusy(sale, md5.apply(i)))
                .results();
        return IntStream.range(0, times)
                .mapToObj(i -> buyer.apply(i).settled(sale, told.get(i)))
                .toList();
    }

    private static Map<Integer, Long> states(List<Answer> told) {
        return told.stream().collect(Collectors.groupingBy(Answer::state, Collectors.counting()));
    }

    /** By which units were bought. */
    private static Set<String> tickets(List<Answer> told) {
        return told.stream()
                .filter(one -> one.state() != 0)
                .map(one -> one.data().get("successKilled").get("ticket").asString())
                .collect(Collectors.toSet());
    }

    private static Answer buy(ShopClient buyer, long sale) {
        return buyer.settled(sale, buyer.buy(sale));
    }

    private boolean hasRow(long sale, String phone) {
        return database.number("SELECT COUNT(*) FROM purchase WHERE seckill_id = ? AND user_phone = ?", sale, phone)
                == 1;
    }
}
