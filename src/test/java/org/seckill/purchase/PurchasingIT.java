package org.seckill.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.seckill.buyer.Phone;
import org.seckill.exposure.TestAddresses;
import org.seckill.http.ServiceBusy;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.order.Outcome.Over.Reason;
import org.seckill.order.Purchase;
import org.seckill.procedure.CountedDesk;
import org.seckill.sale.Sale;
import org.seckill.sale.TestSaleCopies;
import org.seckill.sale.Window;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.proxy.TcpProxy.Fault;
import org.seckill.testkit.run.ConcurrentRun;

/** What is decided before the desk, with every call of the real database counted. */
class PurchasingIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final TestAddresses ADDRESSES = new TestAddresses();
    private static final Phone HOLDER = new Phone(ShopClient.phone(1));
    private static final int CROWD = 50;
    private static final Phone STRANGER = new Phone(ShopClient.phone(2));

    private final AtomicInteger rolls = new AtomicInteger();
    private final AtomicInteger finds = new AtomicInteger();

    /** Nothing is read before it is open. */
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** Nor is it told who the winners are before this one is. */
    private volatile CountDownLatch gateOfWinners = new CountDownLatch(0);

    private final List<CountedDesk> desks = new ArrayList<>();
    private TcpProxy proxy;
    private TestMappers mappers;

    /** The real mapper, which counts how often it is asked, behind a gate that a test may close. */
    private final class WatchedMapper implements PurchaseMapper {
        private final PurchaseMapper real = mappers.get(PurchaseMapper.class);

        @Override
        public List<Purchase> find(long sale, List<String> phones) {
            CountDownLatch closed = gate;
            finds.incrementAndGet();
            ConcurrentRun.await(closed);
            return real.find(sale, phones);
        }

        @Override
        public List<String> winners(long sale) {
            CountDownLatch closed = gate;
            rolls.incrementAndGet();
            ConcurrentRun.await(closed);
            List<String> read = real.winners(sale);
            ConcurrentRun.await(gateOfWinners);
            return read;
        }

        @Override
        public List<PurchaseLine> ofBuyer(String phone, String language) {
            return real.ofBuyer(phone, language);
        }
    }

    @BeforeEach
    void connect() {
        proxy = new TcpProxy(TestEngines.database().port());
        mappers = new TestMappers(TestEngines.database().at(proxy.port()), 1000);
    }

    @AfterEach
    void disconnect() {
        desks.forEach(CountedDesk::close);
        mappers.close();
        proxy.close();
    }

    @Test
    void aRightAddressBeforeTheWindowBuysNothing() {
        Sale sale = copy(SALES.open(5), 5, Duration.ofMinutes(-1), Duration.ofHours(1));
        Clock early = Clock.fixed(sale.window().start().minusMillis(1), ZoneOffset.UTC);
        assertThat(buy(purchasing(early), sale, STRANGER)).isEqualTo(new Over(Reason.NOT_OPEN));
        assertThat(calls()).isZero();
    }

    @Test
    void afterTheSaleAHolderIsToldSoAndAllOthersCostOneReadTogether() {
        long id = SALES.create("over", 5, Duration.ofHours(-2), Duration.ofHours(-1));
        record(id, HOLDER);
        Sale sale = copy(id, 4, Duration.ofHours(-2), Duration.ofHours(-1));
        Purchasing purchasing = purchasing(Clock.systemUTC());
        for (int i = 0; i < 100; i++) {
            assertThat(buy(purchasing, sale, STRANGER)).isEqualTo(new Over(Reason.CLOSED));
        }
        assertThat(rolls).hasValue(1);
        assertThat(calls()).isZero();
        assertThat(buy(purchasing, sale, HOLDER)).isInstanceOf(Outcome.Repeat.class);
    }

    @Test
    void whoBoughtInAWindowThatWasOpenedAgainIsAHolderWhenItClosesAgain() {
        long id = SALES.create("over", 5, Duration.ofHours(-2), Duration.ofHours(-1));
        Purchasing purchasing = purchasing(Clock.systemUTC());
        Sale closed = copy(id, 5, Duration.ofHours(-2), Duration.ofHours(-1));
        assertThat(buy(purchasing, closed, HOLDER)).isEqualTo(new Over(Reason.CLOSED));
        record(id, HOLDER);
        Sale closedAgain = copy(id, 4, Duration.ofHours(-2), Duration.ofHours(-1));
        assertThat(buy(purchasing, closedAgain, HOLDER)).isInstanceOf(Outcome.Repeat.class);
    }

    @Test
    void aSoldOutSaleWhoseWinnersCannotBeReadIsBusyForAllAfterOneTry() {
        Sale sale = copy(SALES.open(0), 0, Duration.ofMinutes(-1), Duration.ofHours(1));
        SoldOutBoard board = new SoldOutBoard();
        board.mark(sale.id(), 0, Instant.now());
        Purchasing purchasing = purchasing(Clock.systemUTC(), board);
        proxy.freeze();
        ConcurrentRun crowd = ConcurrentRun.of(50, i -> buy(purchasing, sale, new Phone(ShopClient.phone(i))));
        assertThat(crowd.<Outcome>results()).containsOnly(Outcome.Busy.SOON);
        assertThat(rolls).hasValue(1);
        proxy.heal();
        await().until(() -> buy(purchasing, sale, STRANGER).equals(new Over(Reason.SOLD_OUT)));
    }

    @Test
    void whileTheWinnersAreReadAFewWaitAndAllOthersAreRefused() {
        Sale sale = copy(SALES.open(0), 0, Duration.ofMinutes(-1), Duration.ofHours(1));
        SoldOutBoard board = new SoldOutBoard();
        board.mark(sale.id(), 0, Instant.now());
        Purchasing purchasing = purchasing(Clock.systemUTC(), board);
        gate = new CountDownLatch(1);
        AtomicInteger refused = new AtomicInteger();
        ConcurrentRun crowd = ConcurrentRun.of(CROWD, i -> {
            Outcome outcome = buy(purchasing, sale, new Phone(ShopClient.phone(i)));
            refused.addAndGet(outcome.equals(Outcome.Busy.SOON) ? 1 : 0);
            return outcome;
        });
        await().until(() -> refused.get() == CROWD - DatabaseBulkhead.MAX_CONCURRENT_CALLS);
        gate.countDown();
        assertThat(crowd.<Outcome>results()).contains(new Over(Reason.SOLD_OUT));
        assertThat(refused).hasValue(CROWD - DatabaseBulkhead.MAX_CONCURRENT_CALLS);
        assertThat(rolls).hasValue(1);
    }

    @Test
    void whoseTurnDoesNotComeIsRefusedByTheListThatWasReadMeanwhile() {
        Sale sale = copy(SALES.open(0), 0, Duration.ofMinutes(-1), Duration.ofHours(1));
        SoldOutBoard board = new SoldOutBoard();
        board.mark(sale.id(), 0, Instant.now());
        Purchasing purchasing = purchasing(Clock.systemUTC(), board);
        gateOfWinners = new CountDownLatch(1);
        ConcurrentRun reader = ConcurrentRun.of(1, i -> buy(purchasing, sale, HOLDER));
        await().until(() -> rolls.get() == 1);
        gate = new CountDownLatch(1);
        List<Sale> otherSales = IntStream.range(0, DatabaseBulkhead.MAX_CONCURRENT_CALLS)
                .mapToObj(i -> copy(SALES.open(0), 0, Duration.ofMinutes(-1), Duration.ofHours(1)))
                .toList();
        otherSales.forEach(other -> board.mark(other.id(), 0, Instant.now()));
        ConcurrentRun others = ConcurrentRun.of(
                DatabaseBulkhead.MAX_CONCURRENT_CALLS, i -> buy(purchasing, otherSales.get(i), HOLDER));
        await().until(() -> rolls.get() == DatabaseBulkhead.MAX_CONCURRENT_CALLS);
        others.awaitAllWaiting();
        ConcurrentRun late = ConcurrentRun.of(CROWD, i -> buy(purchasing, sale, new Phone(ShopClient.phone(i))));
        late.awaitAllWaiting();
        // The turn of the one who reads goes to the last of the others, who keeps it.
        gateOfWinners.countDown();
        assertThat(late.<Outcome>results()).containsOnly(new Over(Reason.SOLD_OUT));
        assertThat(reader.<Outcome>results()).containsOnly(new Over(Reason.SOLD_OUT));
        gate.countDown();
        others.results();
    }

    /** In a rush all winners ask in the same moment, while the processor is busy with everybody else. */
    @Test
    void whoeverAsksForResultsMeanwhileIsAskedForTogether() {
        Sale sale = copy(SALES.open(5), 5, Duration.ofMinutes(-1), Duration.ofHours(1));
        record(sale.id(), HOLDER);
        Purchasing purchasing = purchasing(Clock.systemUTC());
        keepAllAskersBusy(purchasing);
        List<CompletableFuture<Outcome>> crowd = IntStream.range(0, CROWD)
                .mapToObj(i -> purchasing.result(sale, i % 2 == 0 ? HOLDER : STRANGER))
                .toList();
        gate.countDown();
        for (int i = 0; i < CROWD; i++) {
            assertThat(crowd.get(i).join()).isInstanceOf(i % 2 == 0 ? Outcome.Recorded.class : Outcome.Busy.class);
        }
        assertThat(finds.get() - PurchaseLookup.THREADS).isBetween(1, PurchaseLookup.THREADS);
    }

    @Test
    void aPurchaseThatNobodyCanReadIsNobodysConcernButItsBuyers() {
        Sale sale = copy(SALES.open(5), 5, Duration.ofMinutes(-1), Duration.ofHours(1));
        record(sale.id(), HOLDER);
        TestEngines.database()
                .update(
                        "INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (?, ?, ?)",
                        sale.id(),
                        STRANGER.digits(),
                        "no ticket");
        Purchasing purchasing = purchasing(Clock.systemUTC());
        keepAllAskersBusy(purchasing);
        CompletableFuture<Outcome> unreadable = purchasing.result(sale, STRANGER);
        CompletableFuture<Outcome> readable = purchasing.result(sale, HOLDER);
        gate.countDown();
        assertThat(readable.join()).isInstanceOf(Outcome.Recorded.class);
        assertThat(unreadable).failsWithin(Duration.ofSeconds(5));
    }

    @Test
    void whileResultsAreLateNoThreadWaitsAndAllAreToldToTryLater() {
        Sale sale = TestSaleCopies.open(SALES.open(5));
        Purchasing purchasing = purchasing(Clock.systemUTC());
        gate = new CountDownLatch(1);
        List<CompletableFuture<Outcome>> crowd = IntStream.range(0, CROWD)
                .mapToObj(i -> purchasing.result(sale, HOLDER))
                .toList();
        crowd.forEach(result -> assertThat(result)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ServiceBusy.class));
        assertThat(finds.get()).isBetween(1, PurchaseLookup.THREADS);
        gate.countDown();
        await().until(() -> result(purchasing, sale).equals(Optional.of(new Outcome.Busy(Duration.ZERO))));
    }

    @Test
    void whileTheDatabaseIsSilentResultsAreNotAskedForAndOneThatIsReadOpensTheDesk() {
        List<Sale> sales = IntStream.range(0, 10)
                .mapToObj(i -> TestSaleCopies.open(SALES.open(5)))
                .toList();
        Purchasing purchasing = purchasing(Clock.systemUTC());
        proxy.freeze();
        // Of all at once, and of different sales: for one sale all would be in one question.
        await().until(() -> questionsFor(purchasing, sales) <= 1);
        assertThat(questionsFor(purchasing, sales))
                .as("tries to find out whether it is back")
                .isLessThanOrEqualTo(1);
        proxy.heal();
        await().until(() -> result(purchasing, sales.get(0)).isPresent());
        assertThat(buy(purchasing, sales.get(0), STRANGER)).isInstanceOf(Outcome.Recorded.class);
    }

    /** While the database says nothing. */
    private int questionsFor(Purchasing purchasing, List<Sale> sales) {
        int before = finds.get();
        List<CompletableFuture<Outcome>> results =
                sales.stream().map(sale -> purchasing.result(sale, HOLDER)).toList();
        results.forEach(result -> assertThat(result).failsWithin(Duration.ofSeconds(10)));
        return finds.get() - before;
    }

    @Test
    void whileTheDatabaseIsSilentOrdersAreRefusedWithoutBeingTried() {
        Sale sale = copy(SALES.open(5), 5, Duration.ofMinutes(-1), Duration.ofHours(1));
        Purchasing purchasing = purchasing(Clock.systemUTC());
        proxy.freeze();
        assertThat(buy(purchasing, sale, HOLDER)).isIn(Outcome.Busy.SOON, new Outcome.Unknown());
        int tried = calls();
        for (int i = 0; i < 10; i++) {
            assertThat(buy(purchasing, sale, STRANGER)).isEqualTo(Outcome.Busy.SOON);
        }
        assertThat(calls() - tried).as("tries to find out whether it is back").isLessThan(5);
        proxy.heal();
        await().until(() -> buy(purchasing, sale, STRANGER) instanceof Outcome.Recorded);
    }

    @Test
    void anOrderThatResultCalledSoldOutIsNotRecordedByALateCallAfterARestock() {
        Sale sale = TestSaleCopies.open(SALES.open(0));
        SoldOutBoard board = new SoldOutBoard();
        Purchasing purchasing = purchasing(Clock.systemUTC(), board, Duration.ofSeconds(6));
        proxy.arm(Fault.LATE_REQUEST, "execute_seckill", 1);
        assertThat(buy(purchasing, sale, HOLDER)).isEqualTo(new Outcome.Unknown());
        assertThat(purchasing.result(sale, HOLDER).join()).isEqualTo(new Over(Reason.SOLD_OUT));
        TestEngines.database().rows("CALL restock_seckill(?, ?)", sale.id(), 5);
        proxy.heal();
        await().until(() -> proxy.answeredLate() > 0);
        assertThat(SALES.purchases(sale.id())).isZero();
    }

    /** Until the gate is opened. One after the other, for who asks together is asked for by one thread. */
    private void keepAllAskersBusy(Purchasing purchasing) {
        List<Sale> sales = IntStream.range(0, PurchaseLookup.THREADS)
                .mapToObj(i -> TestSaleCopies.open(SALES.open(5)))
                .toList();
        gate = new CountDownLatch(1);
        for (int i = 0; i < sales.size(); i++) {
            int asking = i + 1;
            // They may be told to try later before the gate is opened, and are nobody's concern.
            CompletableFuture<Outcome> unused = purchasing.result(sales.get(i), STRANGER);
            await().until(() -> finds.get() == asking);
        }
    }

    /** @return empty when there was none */
    private static Optional<Outcome> result(Purchasing purchasing, Sale sale) {
        try {
            return Optional.of(purchasing.result(sale, HOLDER).join());
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(RuntimeException.class);
            return Optional.empty();
        }
    }

    private Purchasing purchasing(Clock clock) {
        return purchasing(clock, new SoldOutBoard());
    }

    private Purchasing purchasing(Clock clock, SoldOutBoard board) {
        return purchasing(clock, board, Duration.ofSeconds(2));
    }

    private Purchasing purchasing(Clock clock, SoldOutBoard board, Duration patience) {
        PurchaseMapper purchases = new WatchedMapper();
        CountedDesk desk = new CountedDesk(mappers, board, patience);
        desks.add(desk);
        DatabaseBulkhead reads = new DatabaseBulkhead(desk.pulse());
        return new Purchasing(
                ADDRESSES.verifier(),
                board,
                new Winners(purchases, reads),
                desk.desk(),
                new PurchaseLookup(purchases, reads),
                desk.patience(),
                clock);
    }

    /** Of the procedure, by all desks. */
    private int calls() {
        return desks.stream().mapToInt(CountedDesk::calls).sum();
    }

    private static Outcome buy(Purchasing purchasing, Sale sale, Phone buyer) {
        return purchasing.buy(sale, buyer, ADDRESSES.of(sale, buyer)).join();
    }

    private static Sale copy(long id, int stock, Duration start, Duration end) {
        Instant hour = Instant.parse("2026-01-01T00:00:00Z");
        Instant now = start.isNegative() && end.isNegative() ? hour : Instant.now();
        return TestSaleCopies.of(id, stock, new Window(now.plus(start), now.plus(end)), 0, now);
    }

    private static void record(long sale, Phone buyer) {
        TestEngines.database()
                .update(
                        "INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (?, ?, 't')",
                        sale,
                        buyer.digits());
    }
}
