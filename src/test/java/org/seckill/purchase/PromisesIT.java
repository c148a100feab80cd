package org.seckill.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.server.Server;
import org.seckill.testing.App;
import org.seckill.testing.Crowd;
import org.seckill.testing.Engines;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;
import org.seckill.testing.Shop.Answer;
import org.seckill.testing.TcpProxy;
import org.seckill.testing.TcpProxy.Fault;

/** The five promises, through HTTP, with real threads and real engines. */
@Tag("database")
class PromisesIT {
    private static final Sales SALES = new Sales(Engines.database());
    private static final Shop SHOP = App.shop();

    private static final int CROWD = 500;

    @Test
    void fiveHundredBuyersForAHundredUnitsGetExactlyAHundred() {
        long sale = SALES.open(100);
        List<Shop> buyers = buyers(CROWD);
        List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();

        Map<Integer, Long> states = press(sale, CROWD, buyers::get, md5s::get);

        assertThat(states).isEqualTo(Map.of(1, 100L, 0, 400L));
        assertThat(SALES.purchases(sale)).isEqualTo(100);
        assertThat(SALES.stock(sale)).isZero();
        for (int i = 0; i < CROWD; i++) {
            Shop buyer = buyers.get(i);
            boolean holds = hasRow(sale, Shop.phone(i));
            assertThat(buyer.result(sale).state()).as("result of buyer %d", i).isEqualTo(holds ? 1 : 0);
            assertThat(buyer.execute(sale, md5s.get(i)).state())
                    .as("buyer %d again", i)
                    .isEqualTo(holds ? -1 : 0);
        }
    }

    @Test
    void fiftyBuyersWhoPressTenTimesEachGetOneUnitEach() {
        long sale = SALES.open(100);
        List<Shop> buyers = buyers(50);
        List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();

        Map<Integer, Long> states = press(sale, CROWD, i -> buyers.get(i % 50), i -> md5s.get(i % 50));

        assertThat(states).isEqualTo(Map.of(1, 50L, -1, 450L));
        assertThat(SALES.purchases(sale)).isEqualTo(50);
        assertThat(SALES.stock(sale)).isEqualTo(50);
    }

    @Test
    void fiftyBuyersWhoPressTenTimesEachForTwentyUnitsGetExactlyTwenty() {
        long sale = SALES.open(20);
        List<Shop> buyers = buyers(50);
        List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();

        Map<Integer, Long> states = press(sale, CROWD, i -> buyers.get(i % 50), i -> md5s.get(i % 50));

        assertThat(states).isEqualTo(Map.of(1, 20L, -1, 180L, 0, 300L));
        assertThat(SALES.purchases(sale)).isEqualTo(20);
        assertThat(SALES.stock(sale)).isZero();
    }

    @Test
    void beforeTheWindowThereIsNoAddressAndAfterItTheAddressBuysNothing() {
        Shop buyer = SHOP.loggedIn(Shop.phone(1));
        long soon = SALES.create("soon", 5, Duration.ofHours(1), Duration.ofHours(2));
        assertThat(buyer.expose(soon).data().get("exposed").asBoolean()).isFalse();
        assertThat(buyer.expose(soon).data().get("md5").isNull()).isTrue();
        assertThat(buyer.execute(soon, "0".repeat(32)).state()).isEqualTo(-3);

        long closing = SALES.create("closing", 5, Duration.ofMinutes(-1), Duration.ofSeconds(2));
        String md5 = buyer.md5(closing);
        Crowd.until(() -> !buyer.expose(closing).data().get("exposed").asBoolean());
        assertThat(buyer.execute(closing, md5).state()).isZero();
        assertThat(SALES.purchases(soon) + SALES.purchases(closing)).isZero();
        assertThat(SALES.stock(closing)).isEqualTo(5);
    }

    @Test
    void anAddressOfTheWindowThatWasMovedBuysNothing() {
        Shop buyer = SHOP.loggedIn(Shop.phone(1));
        long sale = SALES.open(5);
        String md5 = buyer.md5(sale);
        SALES.move(sale, Duration.ofHours(1), Duration.ofHours(2));
        // The node may not know yet, but the database does.
        assertThat(buyer.execute(sale, md5).state()).isIn(0, -3);
        Crowd.until(() -> buyer.execute(sale, md5).state() == -3);
        assertThat(SALES.purchases(sale)).isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LATE_REQUEST")
    void aPurchaseWhoseConnectionDiedIsConfirmedWhereverItDied(Fault fault) {
        try (TcpProxy proxy = new TcpProxy(Engines.database().port());
                Server app = App.start(Map.of(
                        "SECKILL_DB_URL", Engines.database().at(proxy.port()).url()))) {
            Shop buyer = new Shop(app.port()).loggedIn(Shop.phone(1));
            long sale = SALES.open(1);
            String md5 = buyer.md5(sale);
            proxy.arm(fault, "execute_seckill", 1);
            Answer answer = buyer.execute(sale, md5);
            assertThat(proxy.struck()).isEqualTo(1);
            assertThat(answer.state()).isEqualTo(1);
            assertThat(SALES.purchases(sale)).isEqualTo(1);
        }
    }

    @Test
    void whatNobodyCouldConfirmIsAskedAtResultAndIsThere() {
        try (TcpProxy proxy = new TcpProxy(Engines.database().port());
                Server app = App.startBehind(proxy)) {
            Shop buyer = new Shop(app.port()).loggedIn(Shop.phone(1));
            long sale = SALES.open(1);
            String md5 = buyer.md5(sale);
            proxy.arm(Fault.BEFORE_THE_ANSWER, "execute_seckill", Integer.MAX_VALUE);
            Answer answer = buyer.execute(sale, md5);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.state()).isEqualTo(-2);
            // A database that answered nothing for a second is asked again a second later.
            Crowd.until(() -> buyer.result(sale).status() == 200);
            assertThat(buyer.result(sale).state()).isEqualTo(1);
        }
    }

    @Test
    void withoutADatabasePagesGoOnAndPurchasesAreRefusedAsBusyUntilItIsBack() {
        try (TcpProxy proxy = new TcpProxy(Engines.database().port());
                Server app = App.startBehind(proxy)) {
            Shop buyer = new Shop(app.port()).loggedIn(Shop.phone(1));
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
            assertThat(buyer.get("/readyz").status()).isEqualTo(503);
            assertThat(buyer.get("/readyz").json().get("error").asString()).contains("database");
            proxy.heal();
            Crowd.until(() -> buyer.get("/readyz").status() == 200);
            Crowd.until(() -> buyer.execute(sale, md5).state() != -4);
            assertThat(buyer.result(sale).state()).isEqualTo(1);
        }
    }

    /** An operator's open transaction, say. The database itself must give the order up before the buyer is told. */
    @Test
    void anOrderThatWaitedInVainForALockedSaleIsBusyAndIsNotRecordedLater() throws SQLException {
        try (Server app = App.start(Map.of("SECKILL_PURCHASE_DEADLINE_MS", "4000"))) {
            Shop shop = new Shop(app.port());
            Shop buyer = shop.loggedIn(Shop.phone(1));
            long sale = SALES.open(5);
            long other = SALES.open(5);
            String md5 = buyer.md5(sale);
            try (Connection holder = Engines.database().connect()) {
                holder.setAutoCommit(false);
                holder.createStatement()
                        .executeQuery("SELECT 1 FROM seckill WHERE seckill_id = " + sale + " FOR UPDATE");
                assertThat(buyer.execute(sale, md5).state()).isEqualTo(-4);
                assertThat(buyer.buy(other).state()).as("another sale sells on").isEqualTo(1);
                holder.rollback();
            }
            Crowd.until(() -> Engines.database()
                            .number("SELECT COUNT(*) FROM information_schema.processlist"
                                    + " WHERE info LIKE 'CALL execute_seckill%' AND id <> CONNECTION_ID()")
                    == 0);
            assertThat(SALES.purchases(sale)).isZero();
        }
    }

    /** It neither answers nor refuses. Whoever presses is refused soon, and everybody else is served. */
    @Test
    void aDatabaseThatFallsSilentTakesNothingElseWithItAndNobodyIsToldWrong() {
        try (TcpProxy proxy = new TcpProxy(Engines.database().port());
                Server app = App.start(Map.of(
                        "SECKILL_DB_URL", Engines.database().at(proxy.port()).url()))) {
            Shop shop = new Shop(app.port());
            long sale = SALES.open(1000);
            long soldOut = SALES.open(1);
            List<Shop> buyers = IntStream.range(0, 300)
                    .mapToObj(i -> shop.loggedIn(Shop.phone(i)))
                    .toList();
            List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();
            Shop stranger = buyers.get(1);
            String soldOutMd5 = stranger.md5(soldOut);
            buyers.get(0).buy(soldOut);
            shop.get("/seckill/list");

            proxy.freeze();
            Crowd crowd = Crowd.of(300, i -> buyers.get(i).execute(sale, md5s.get(i)));
            for (int i = 0; i < 5; i++) {
                assertThat(soon(shop, "/healthz")).isEqualTo(200);
                assertThat(soon(shop, "/seckill/time/now")).isEqualTo(200);
                assertThat(soon(shop, "/seckill/" + sale + "/detail")).isEqualTo(200);
                assertThat(soon(shop, "/seckill/list")).isEqualTo(200);
            }
            List<Answer> refusals =
                    Crowd.of(30, i -> stranger.execute(soldOut, soldOutMd5)).results();
            assertThat(refusals).extracting(Answer::state).isSubsetOf(0, -4);
            Map<Integer, Long> states = crowd.<Answer>results().stream()
                    .collect(Collectors.groupingBy(Answer::state, Collectors.counting()));
            assertThat(states.keySet()).isSubsetOf(-4, -2);
            assertThat(states.getOrDefault(-2, 0L)).as("on their way").isLessThanOrEqualTo(10);

            proxy.heal();
            Crowd.until(() -> buyers.get(299).execute(sale, md5s.get(299)).state() == 1);
            assertThat(SALES.purchases(sale))
                    .as("nothing that was given up is recorded")
                    .isEqualTo(1);
        }
    }

    @Test
    void aRestockOpensASoldOutSaleAgainHoweverItIsMade() {
        long sale = SALES.open(1);
        assertThat(SHOP.loggedIn(Shop.phone(1)).buy(sale).state()).isEqualTo(1);
        Shop second = SHOP.loggedIn(Shop.phone(2));
        assertThat(second.buy(sale).state()).isZero();

        Engines.database().rows("CALL restock_seckill(?, ?)", sale, 1);
        Crowd.until(() -> second.buy(sale).state() == 1);

        Shop third = SHOP.loggedIn(Shop.phone(3));
        assertThat(third.buy(sale).state()).isZero();
        Engines.database().update("UPDATE seckill SET number = 1 WHERE seckill_id = ?", sale);
        Crowd.until(() -> third.buy(sale).state() == 1);

        for (int i = 1; i <= 3; i++) {
            assertThat(SHOP.loggedIn(Shop.phone(i)).buy(sale).state())
                    .as("buyer %d again", i)
                    .isEqualTo(-1);
        }
        assertThat(SALES.purchases(sale)).isEqualTo(3);
    }

    private static List<Shop> buyers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> SHOP.loggedIn(Shop.phone(i)))
                .toList();
    }

    private static Map<Integer, Long> press(long sale, int times, IntFunction<Shop> buyer, IntFunction<String> md5) {
        Crowd crowd = Crowd.of(times, i -> buyer.apply(i).execute(sale, md5.apply(i)));
        return crowd.<Answer>results().stream().collect(Collectors.groupingBy(Answer::state, Collectors.counting()));
    }

    private static int soon(Shop shop, String path) {
        return shop.send(shop.request(path).timeout(Duration.ofSeconds(5)).GET())
                .status();
    }

    private static boolean hasRow(long sale, String phone) {
        return Engines.database()
                        .number("SELECT COUNT(*) FROM purchase WHERE seckill_id = ? AND user_phone = ?", sale, phone)
                == 1;
    }
}
