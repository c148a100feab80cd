package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.batch.PendingOrders;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.order.Purchase;
import org.seckill.order.Ticket;
import org.seckill.procedure.ProcedureMapper.OrderResult;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.run.ConcurrentRun;
import org.springframework.dao.DataAccessException;

/** The contract of the stored procedure, tested on a real database. */
@Tag("database")
class ExecuteSeckillIT {
    private static final Database DATABASE = TestEngines.database();
    private static final TestSales SALES = new TestSales(DATABASE);

    private static TestMappers mappers;
    private static ProcedureMapper procedure;

    @BeforeAll
    static void migrate() {
        mappers = new TestMappers(DATABASE, 20_000);
        procedure = mappers.get(ProcedureMapper.class);
    }

    @AfterAll
    static void close() {
        mappers.close();
    }

    @Test
    void theDatabaseIsTheOneThatWasAskedFor() {
        String version = String.valueOf(DATABASE.rows("SELECT VERSION()").get(0).get(0));
        boolean mysql = !System.getProperty("seckill.test.mysql", "").isEmpty();
        assertThat(version).matches(mysql ? "8\\.0\\.[0-9]+" : "1[0-9]\\.[0-9]+\\..*MariaDB.*");
    }

    @Test
    void ordersAreServedInTheOrderGivenAndNeverPastTheStock() {
        long sale = SALES.open(2);
        List<OrderResult> results = execute(sale, order(9, "a"), order(1, "b"), order(5, "c"), order(2, "d"));
        assertThat(results).extracting(OrderResult::answer).containsExactly(1, 1, 0, 0);
        assertThat(results).extracting(OrderResult::stockLeft).containsOnly(0);
        assertThat(SALES.stock(sale)).isZero();
        assertThat(buyers(sale)).containsExactlyInAnyOrder(ShopClient.phone(9), ShopClient.phone(1));
    }

    @Test
    void theSameTicketAgainIsConfirmedAgainAndTakesNothing() {
        long sale = SALES.open(2);
        assertThat(answers(sale, order(1, "a"))).containsExactly(1);
        assertThat(answers(sale, order(1, "a"))).containsExactly(1);
        assertThat(SALES.stock(sale)).isEqualTo(1);
    }

    @Test
    void theSameTicketIsConfirmedAlsoWhenTheStockIsGoneOrTheWindowClosed() {
        long sale = SALES.open(1);
        execute(sale, order(1, "a"));
        assertThat(answers(sale, order(1, "a"), order(2, "b"))).containsExactly(1, 0);
        SALES.move(sale, Duration.ofHours(-2), Duration.ofHours(-1));
        assertThat(answers(sale, order(1, "a"), order(2, "b"))).containsExactly(1, 0);
    }

    @Test
    void anotherTicketOfABuyerWhoHoldsOneIsToldWhichAndTakesNothing() {
        long sale = SALES.open(5);
        execute(sale, order(1, "old"));
        OrderResult result = execute(sale, order(1, "new")).get(0);
        assertThat(result.answer()).isEqualTo(-1);
        assertThat(result.ticket()).isEqualTo("old");
        assertThat(SALES.stock(sale)).isEqualTo(4);
    }

    /** @param stock just enough, or more than the orders: only with scarce stock the procedure looks for repeated buyers first */
    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void twoPressesOfOneBuyerInOneCallTakeOneUnit(int stock) {
        long sale = SALES.open(stock);
        assertThat(answers(sale, order(1, "a"), order(1, "b"), order(2, "c"), order(1, "a")))
                .containsExactly(1, -1, 1, 1);
        assertThat(SALES.stock(sale)).isEqualTo(stock - 2);
    }

    @Test
    void theWindowIsTheDatabasesOwn() {
        long soon = SALES.create("soon", 5, Duration.ofMinutes(1), Duration.ofHours(1));
        long over = SALES.create("over", 5, Duration.ofHours(-1), Duration.ofMillis(-1));
        assertThat(execute(soon, order(1, "a")))
                .extracting(OrderResult::answer, OrderResult::phase)
                .containsExactly(tuple(0, -1));
        assertThat(execute(over, order(1, "a")))
                .extracting(OrderResult::answer, OrderResult::phase)
                .containsExactly(tuple(0, 1));
        assertThat(SALES.purchases(soon) + SALES.purchases(over)).isZero();
    }

    /** The procedure reads the clock after it has locked the sale's row. */
    @Test
    void anOrderThatWaitedPastTheEndBuysNothing() throws Exception {
        long sale = SALES.create("closing", 5, Duration.ofMinutes(-1), Duration.ofSeconds(2));
        ConcurrentRun late;
        try (var holder = DATABASE.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().executeQuery("SELECT 1 FROM seckill WHERE seckill_id = " + sale + " FOR UPDATE");
            late = ConcurrentRun.of(1, i -> answers(sale, order(1, "a")));
            await().until(() ->
                    DATABASE.number("SELECT COUNT(*) FROM seckill WHERE end_time < NOW(3) AND seckill_id = ?", sale)
                            == 1);
            holder.rollback();
        }
        assertThat(late.<List<Integer>>results()).containsExactly(List.of(0));
        assertThat(SALES.purchases(sale)).isZero();
    }

    @Test
    void anOrderThatComesAfterItsLatestTimeIsNotRecordedAndAnEarlierOneIsConfirmedStill() {
        long sale = SALES.open(5);
        Instant now = execute(sale, order(9, "clock")).get(0).decidedAt();
        List<Order> one = List.of(order(1, "a"));
        OrderResult late =
                procedure.execute(sale, json(one, now.minusMillis(1))).get(0);
        assertThat(late.answer()).isZero();
        assertThat(late.outcome(sale, one.get(0).buyer())).isInstanceOf(Outcome.Busy.class);
        assertThat(SALES.stock(sale)).isEqualTo(4);
        assertThat(procedure
                        .execute(sale, json(one, now.plusSeconds(60)))
                        .get(0)
                        .answer())
                .isEqualTo(1);
        assertThat(procedure.execute(sale, json(one, now.minusMillis(1))).get(0).answer())
                .isEqualTo(1);
    }

    @Test
    void aSaleThatDoesNotExistSellsNothing() {
        OrderResult result = execute(1, order(1, "a")).get(0);
        assertThat(result.answer()).isZero();
        assertThat(result.phase()).isNull();
    }

    @Test
    void theResultHasTheEpochAndARestockIncreasesIt() {
        long sale = SALES.open(1);
        assertThat(execute(sale, order(1, "a")).get(0).epoch()).isZero();
        DATABASE.rows("CALL restock_seckill(?, ?)", sale, 3);
        OrderResult result = execute(sale, order(2, "b")).get(0);
        assertThat(result.epoch()).isEqualTo(1);
        assertThat(result.stockLeft()).isEqualTo(2);
    }

    @Test
    void aPurchaseHoldsThePriceOfItsMomentWhateverTheSaleAsksLater() {
        long sale = SALES.open(5);
        SALES.price(sale, 199_900, "CNY");
        execute(sale, order(1, "a"));
        SALES.price(sale, 1_500, "JPY");
        List<OrderResult> results = execute(sale, order(1, "a"), order(2, "b"), order(1, "again"));
        assertThat(results)
                .extracting(
                        result -> held(sale, result).price(),
                        result -> held(sale, result).currency())
                .containsExactly(tuple(199_900L, "CNY"), tuple(1_500L, "JPY"), tuple(199_900L, "CNY"));
        assertThat(DATABASE.rows("SELECT price, currency FROM purchase WHERE seckill_id = ? ORDER BY ticket", sale))
                .containsExactly(List.of(199_900L, "CNY"), List.of(1_500L, "JPY"));
    }

    @Test
    void whatIsRecordedIsConfirmedAlsoInACurrencyThatDoesNotExist() {
        long sale = SALES.open(5);
        SALES.price(sale, 1, "QQQ");
        assertThat(held(sale, execute(sale, order(1, "a")).get(0)).currency()).isEqualTo("QQQ");
        DATABASE.update("DELETE FROM purchase WHERE seckill_id = ?", sale);
        SALES.price(sale, 1, "CNY");
    }

    @Test
    void refusalsThatSayTheSameAreAnsweredOneByOne() {
        long sale = SALES.open(0);
        assertThat(answers(sale, order(1, "a"), order(2, "b"), order(3, "c"))).containsExactly(0, 0, 0);
    }

    @Test
    void whatARestockAddsIsOfferedToo() {
        long sale = SALES.open(2);
        execute(sale, order(1, "a"));
        assertThat(SALES.offered(sale)).isEqualTo(2);
        DATABASE.rows("CALL restock_seckill(?, ?)", sale, 3);
        assertThat(SALES.offered(sale)).isEqualTo(5);
        assertThat(SALES.stock(sale)).isEqualTo(4);
        DATABASE.update("UPDATE seckill SET number = 50 WHERE seckill_id = ?", sale);
        DATABASE.rows("CALL restock_seckill(?, ?)", sale, 3);
        assertThat(SALES.offered(sale)).isEqualTo(53);
        assertThat(SALES.stock(sale)).isEqualTo(53);
    }

    @Test
    void timesAreInstants() {
        long sale = SALES.open(1);
        Instant before = Instant.now().minusSeconds(1);
        OrderResult result = execute(sale, order(1, "a")).get(0);
        assertThat(result.createTime()).isBetween(before, Instant.now().plusSeconds(1));
        assertThat(result.decidedAt()).isEqualTo(result.createTime());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[{\"phone\":\"13800000001\"}]",
                "[{\"phone\":\"13800000001\",\"ticket\":\"good\"},{\"phone\":\"1380000000100001\",\"ticket\":\"t\"}]",
                "[{\"phone\":\"13800000001\",\"ticket\":\"good\"},{\"phone\":\"138000000010000111111\",\"ticket\":\"t\"}]",
                "[{\"phone\":\"13800000001\",\"ticket\":\"123456789012345678901234567890123\"}]"
            })
    void aMalformedListIsRefusedWholeAndNothingIsHalfDone(String orders) {
        long sale = SALES.open(5);
        assertThatThrownBy(() -> procedure.execute(sale, orders)).isInstanceOf(DataAccessException.class);
        assertThat(SALES.purchases(sale)).isZero();
        assertThat(SALES.stock(sale)).isEqualTo(5);
        assertThat(answers(sale, order(1, "a")))
                .as("the pooled connection still works")
                .containsExactly(1);
    }

    @Test
    void batchesFromManyConnectionsSellExactlyTheStock() {
        long sale = SALES.open(100);
        long other = SALES.open(100);
        ConcurrentRun crowd = ConcurrentRun.of(
                8,
                member -> IntStream.range(0, 10)
                        .mapToObj(round -> {
                            Order[] batch = IntStream.range(0, 5)
                                    .mapToObj(i -> order(member * 50 + round * 5 + i, "t"))
                                    .toArray(Order[]::new);
                            return answers(member % 2 == 0 ? sale : other, batch);
                        })
                        .flatMap(List::stream)
                        .filter(answer -> answer == 1)
                        .count());
        long confirmed =
                crowd.<Long>results().stream().mapToLong(Long::longValue).sum();
        assertThat(confirmed).isEqualTo(200);
        assertThat(SALES.purchases(sale)).isEqualTo(100);
        assertThat(SALES.purchases(other)).isEqualTo(100);
        assertThat(SALES.stock(sale) + SALES.stock(other)).isZero();
    }

    private static String json(List<Order> orders, @Nullable Instant latest) {
        return ProcedureDesk.Engine.json(
                orders.stream().map(order -> PendingOrders.of(order, latest)).toList());
    }

    private static List<OrderResult> execute(long sale, Order... orders) {
        return procedure.execute(sale, json(Arrays.asList(orders), null));
    }

    private static List<Integer> answers(long sale, Order... orders) {
        return execute(sale, orders).stream().map(OrderResult::answer).toList();
    }

    private static Purchase held(long sale, OrderResult result) {
        Outcome outcome = result.outcome(sale, new Phone(ShopClient.phone(1)));
        return outcome instanceof Outcome.Recorded recorded ? recorded.purchase() : ((Outcome.Repeat) outcome).held();
    }

    private static List<String> buyers(long sale) {
        return DATABASE.rows("SELECT user_phone FROM purchase WHERE seckill_id = ?", sale).stream()
                .map(row -> (String) row.get(0))
                .toList();
    }

    private static Order order(int buyer, String ticket) {
        return new Order(new Phone(ShopClient.phone(buyer)), new Ticket(ticket));
    }
}
