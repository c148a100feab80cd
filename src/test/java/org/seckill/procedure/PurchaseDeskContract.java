package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.batch.LaneLimits;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.order.Outcome.Over.Reason;
import org.seckill.order.Ticket;
import org.seckill.sale.Sale;
import org.seckill.sale.TestSaleCopies;
import org.seckill.sale.Window;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.proxy.TcpProxy.Fault;
import org.seckill.testkit.run.ConcurrentRun;

/**
 * The contract of every desk, tested on real engines. A desk may decide an order at once or queue it: the tests compare the
 * final state with the answers.
 */
public abstract class PurchaseDeskContract {
    private static final Outcome SOLD_OUT = new Outcome.Over(Outcome.Over.Reason.SOLD_OUT);

    protected static final TestSales SALES = new TestSales(TestEngines.database());

    private static final Database DATABASE = TestEngines.database();
    private static final LaneLimits LIMITS = new LaneLimits(4, 1000, 256);
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Longer than the time-out of one call, so that a lost call is repeated. */
    private static final Duration SHORT_DEADLINE = Duration.ofSeconds(3);

    private final List<OpenDesk> opened = new ArrayList<>();

    /** Opens a desk; called after the database is migrated. */
    protected abstract OpenDesk openDesk(Duration deadline, LaneLimits limits);

    @AfterEach
    void closeAll() {
        opened.forEach(OpenDesk::close);
    }

    @Test
    void exactlyTheStockIsSoldToACrowd() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(50));
        List<OrderAnswer> answers = ends(open, sale, crowd(open, sale, 200, 200));
        assertThat(answers).allSatisfy(OrderAnswer::assertTruth);
        assertThat(answers.stream().filter(OrderAnswer::isBought)).hasSize(50);
        assertThat(answers.stream().filter(one -> !one.isBought()).map(OrderAnswer::answer))
                .containsOnly(new Over(Reason.SOLD_OUT));
        assertSold(sale, 50, 0);
    }

    @Test
    void whoPressesTenTimesAtOnceGetsOneUnitAndIsToldOfThatOne() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(100));
        List<OrderAnswer> answers = ends(open, sale, crowd(open, sale, 200, 20));
        assertThat(answers).allSatisfy(OrderAnswer::assertTruth);
        assertThat(answers).allSatisfy(one -> assertThat(ticket(one.answer())).isEqualTo(one.held()));
        assertThat(answers.stream().filter(OrderAnswer::isBought)).hasSize(20);
        assertSold(sale, 20, 80);
    }

    @Test
    void whoPressesAgainBeforeTheFirstIsRecordedHoldsTheFirst() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        Order first = order(2);
        Order second = order(2);
        List<CompletableFuture<Outcome>> answers;
        try (RowLock hold = RowLock.of(sale.id())) {
            answers = List.of(open.desk().place(sale, first), open.desk().place(sale, second));
            assertThat(SALES.purchases(sale.id())).isEqualTo(1);
        }
        assertThat(end(open, sale, first, answers.get(0).join()).isBought()).isTrue();
        assertThat(ticket(answers.get(1).join())).contains(first.ticket());
        assertSold(sale, 2, 3);
    }

    @Test
    void whoHoldsAUnitIsToldWhichHoweverOftenAndAlsoWhenAllAreSold() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(1));
        Order first = order(1);
        assertThat(place(open, sale, first).isBought()).isTrue();
        assertThat(place(open, sale, order(2)).answer()).isEqualTo(new Over(Reason.SOLD_OUT));
        for (int i = 0; i < 3; i++) {
            OrderAnswer again = buy(open, sale, 1);
            assertThat(again.answer()).isInstanceOf(Outcome.Repeat.class);
            assertThat(ticket(again.answer())).contains(first.ticket());
        }
        assertThat(place(open, sale, first).answer()).as("the same order").isInstanceOf(Outcome.Recorded.class);
        assertSold(sale, 1, 0);
    }

    @Test
    void whatIsNotOpenSellsNothingAndSaysWhy() {
        OpenDesk open = open();
        Sale soon = sale(Duration.ofHours(1), Duration.ofHours(2));
        assertThat(buy(open, soon, 1).answer()).isEqualTo(new Over(Reason.NOT_OPEN));
        Sale closed = sale(Duration.ofHours(-2), Duration.ofHours(-1));
        assertThat(buy(open, closed, 1).answer()).isEqualTo(new Over(Reason.CLOSED));
        assertSold(soon, 0, 5);
        assertSold(closed, 0, 5);
    }

    @Test
    void aSaleThatClosedWithoutThisNodesKnowledgeSellsNothing() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        SALES.move(sale.id(), Duration.ofHours(-2), Duration.ofHours(-1));
        OrderAnswer late = buy(open, sale, 2);
        assertThat(late.held()).isEmpty();
        assertThat(late.isQueued() || late.answer().equals(new Over(Reason.CLOSED)))
                .isTrue();
        assertSold(sale, 1, 4);
    }

    @Test
    void aRestockOpensItAgain() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(1));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        assertThat(buy(open, sale, 2).answer()).isEqualTo(new Over(Reason.SOLD_OUT));
        DATABASE.rows("CALL restock_seckill(?, ?)", sale.id(), 1);
        Sale restocked = TestSaleCopies.of(sale.id(), 1, sale.window(), 1, Instant.now());
        assertThat(buy(open, restocked, 2).isBought()).isTrue();
        assertThat(buy(open, restocked, 3).answer()).isEqualTo(new Over(Reason.SOLD_OUT));
        assertThat(buy(open, restocked, 1).answer()).isInstanceOf(Outcome.Repeat.class);
        assertSold(sale, 2, 0);
    }

    @Test
    void withoutItsEngineOrdersAreBusyAndNothingIsRecorded() {
        OpenDesk open = open(SHORT_DEADLINE);
        Sale sale = TestSaleCopies.open(SALES.open(5));
        open.proxy().cut();
        assertThat(answer(open, sale, order(1))).isInstanceOf(Outcome.Busy.class);
        open.proxy().heal();
        Order back = order(2);
        await().until(() -> !(answer(open, sale, back) instanceof Outcome.Busy));
        assertThat(end(open, sale, back, new Outcome.Unknown()).isBought()).isTrue();
        assertThat(open.desk().standing(sale, phone(1))).isEmpty();
        assertSold(sale, 1, 4);
    }

    @Test
    void whatItsEngineDidNotHearInTimeIsNotCarriedOutLater() {
        OpenDesk open = open(SHORT_DEADLINE);
        Sale sale = TestSaleCopies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        Order order = order(2);
        open.proxy().arm(Fault.LATE_REQUEST, order.ticket().id(), Integer.MAX_VALUE);
        assertThat(answer(open, sale, order)).isEqualTo(new Outcome.Unknown());
        open.proxy().heal();
        await().until(() -> open.proxy().answeredLate() > 0
                && open.proxy().answeredLate() >= open.proxy().struck());
        assertThat(end(open, sale, order, new Outcome.Unknown()).held()).isEmpty();
        assertSold(sale, 1, 4);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LATE_REQUEST")
    void anOrderWhoseConnectionDiedIsConfirmedOnceWhereverItDied(Fault fault) {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(2));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        Order last = order(2);
        open.proxy().arm(fault, last.ticket().id(), 1);
        OrderAnswer answers = place(open, sale, last);
        assertThat(open.proxy().struck()).isEqualTo(1);
        answers.assertTruth();
        assertThat(answers.isBought()).isTrue();
        assertThat(answers.answer()).isInstanceOfAny(Outcome.Recorded.class, Outcome.Queued.class);
        assertSold(sale, 2, 0);
    }

    @Test
    void anOrderThatMayBeCarriedOutIsUnknownWhenAskingAgainDoesNotHelp() {
        OpenDesk open = open(SHORT_DEADLINE);
        Sale sale = TestSaleCopies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        Order order = order(2);
        open.proxy().arm(Fault.BEFORE_THE_ANSWER, order.ticket().id(), Integer.MAX_VALUE);
        assertThat(answer(open, sale, order)).isEqualTo(new Outcome.Unknown());
        open.proxy().heal();
        OrderAnswer answers = end(open, sale, order, new Outcome.Unknown());
        assertThat(answers.isBought())
                .as("it is recorded, so a refusal would be false")
                .isTrue();
        assertSold(sale, 2, 3);
    }

    @Test
    void whoFindsTheLaneFullIsToldAtOnceWhenToComeBack() {
        OpenDesk open = open(DEADLINE, new LaneLimits(1, 2, 1));
        Sale sale = TestSaleCopies.open(SALES.open(100));
        assertThat(buy(open, sale, 0).isBought()).isTrue();
        open.proxy().freeze();
        List<Order> orders = orders(10);
        List<CompletableFuture<Outcome>> placed =
                orders.stream().map(order -> open.desk().place(sale, order)).toList();
        List<CompletableFuture<Outcome>> refused =
                placed.stream().filter(CompletableFuture::isDone).toList();
        open.proxy().heal();
        // Two orders wait, and at most one is in flight.
        assertThat(refused).hasSizeBetween(7, 8);
        assertThat(refused)
                .allSatisfy(one -> assertThat(one.join())
                        .isInstanceOfSatisfying(
                                Outcome.Busy.class,
                                busy -> assertThat(busy.retryAfter()).isBetween(Duration.ofSeconds(1), DEADLINE)));
        List<OrderAnswer> answers = ends(open, sale, answered(orders, placed));
        assertThat(answers).allSatisfy(OrderAnswer::assertTruth);
        assertThat(answers.stream().filter(OrderAnswer::isBought)).isNotEmpty();
    }

    @Test
    void aDeskThatClosesAnswersEverybodyTruly() {
        OpenDesk open = open(SHORT_DEADLINE, new LaneLimits(1, 100, 4));
        Sale sale = TestSaleCopies.open(SALES.open(100));
        assertThat(buy(open, sale, 0).isBought()).isTrue();
        open.proxy().freeze();
        List<Order> orders = orders(20);
        List<CompletableFuture<Outcome>> placed =
                orders.stream().map(order -> open.desk().place(sale, order)).toList();
        open.close();
        assertThat(placed).allMatch(CompletableFuture::isDone);
        assertThat(open.desk().place(sale, order(1))).isCompletedWithValue(Outcome.Busy.SOON);
        OpenDesk next = open();
        List<OrderAnswer> answers = ends(next, sale, answered(orders, placed));
        assertThat(answers).allSatisfy(OrderAnswer::assertTruth);
        assertThat(answers.stream().map(OrderAnswer::answer)).contains(Outcome.Busy.SOON);
        assertThat(buy(next, sale, 50).isBought()).isTrue();
    }

    @Test
    void itClosesAtOnceWhenNobodyWaits() {
        Duration deadline = Duration.ofSeconds(60);
        OpenDesk open = open(deadline);
        Sale sale = TestSaleCopies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        assertThat(buy(open, sale, 1).answer()).isInstanceOf(Outcome.Repeat.class);
        long begun = System.nanoTime();
        open.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(deadline.dividedBy(2));
    }

    @Test
    void itKnowsOfNothingWhereNothingWaits() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(1));
        assertThat(open.desk().standing(sale, phone(1))).as("a stranger").isEmpty();
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        assertThat(open.desk().standing(sale, phone(1)))
                .as("a holder, whom only the database knows")
                .isEmpty();
        assertThat(buy(open, sale, 2).isBought()).isFalse();
        assertThat(open.desk().standing(sale, phone(2)).orElse(SOLD_OUT))
                .as("a buyer who was refused at once")
                .isEqualTo(SOLD_OUT);
    }

    protected final OpenDesk open() {
        return open(DEADLINE);
    }

    private OpenDesk open(Duration deadline) {
        return open(deadline, LIMITS);
    }

    private OpenDesk open(Duration deadline, LaneLimits limits) {
        OpenDesk open = openDesk(deadline, limits);
        opened.add(open);
        return open;
    }

    protected static Phone phone(int number) {
        return new Phone(ShopClient.phone(number));
    }

    protected static Order order(int buyer) {
        return Order.by(phone(buyer));
    }

    protected final OrderAnswer buy(OpenDesk open, Sale sale, int buyer) {
        return place(open, sale, order(buyer));
    }

    protected final OrderAnswer place(OpenDesk open, Sale sale, Order order) {
        return end(open, sale, order, answer(open, sale, order));
    }

    private static Outcome answer(OpenDesk open, Sale sale, Order order) {
        return open.desk().place(sale, order).join();
    }

    /** Waits until no order of the buyer waits. */
    protected final OrderAnswer end(OpenDesk open, Sale sale, Order order, Outcome answer) {
        await().until(() ->
                !(open.desk().standing(sale, order.buyer()).orElse(Outcome.Busy.SOON) instanceof Outcome.Queued));
        Optional<Ticket> held = DATABASE
                .rows(
                        "SELECT ticket FROM purchase WHERE seckill_id = ? AND user_phone = ?",
                        sale.id(),
                        order.buyer().digits())
                .stream()
                .map(row -> new Ticket((String) row.get(0)))
                .findFirst();
        return new OrderAnswer(order, answer, held);
    }

    private record Answered(Order order, Outcome answer) {}

    private List<OrderAnswer> ends(OpenDesk open, Sale sale, List<Answered> answered) {
        return answered.stream()
                .map(one -> end(open, sale, one.order, one.answer))
                .toList();
    }

    private static List<Answered> crowd(OpenDesk open, Sale sale, int presses, int buyers) {
        return ConcurrentRun.of(presses, i -> {
                    Order order = order(i % buyers);
                    return new Answered(order, answer(open, sale, order));
                })
                .results();
    }

    private static List<Order> orders(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(PurchaseDeskContract::order)
                .toList();
    }

    private static List<Answered> answered(List<Order> orders, List<CompletableFuture<Outcome>> placed) {
        return IntStream.range(0, orders.size())
                .mapToObj(i -> new Answered(orders.get(i), placed.get(i).join()))
                .collect(Collectors.toList());
    }

    /** Returns the ticket in an answer. */
    private static Optional<Ticket> ticket(Outcome answer) {
        if (answer instanceof Outcome.Recorded recorded) {
            return Optional.of(recorded.purchase().ticket());
        }
        if (answer instanceof Outcome.Repeat repeat) {
            return Optional.of(repeat.held().ticket());
        }
        return answer instanceof Outcome.Queued queued ? Optional.of(queued.ticket()) : Optional.empty();
    }

    private static Sale sale(Duration start, Duration end) {
        Instant now = Instant.now();
        return TestSaleCopies.of(
                SALES.create("not open", 5, start, end), 5, new Window(now.plus(start), now.plus(end)), 0, now);
    }

    private static void assertSold(Sale sale, int purchases, int left) {
        assertThat(SALES.purchases(sale.id())).isEqualTo(purchases);
        assertThat(SALES.stock(sale.id())).isEqualTo(left);
    }
}
