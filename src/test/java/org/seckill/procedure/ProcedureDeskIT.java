package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLDataException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.batch.BatchExecutor;
import org.seckill.batch.BatchMeters;
import org.seckill.batch.CircuitBreaker;
import org.seckill.batch.LaneLimits;
import org.seckill.batch.PendingOrder;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.procedure.ProcedureMapper.OrderResult;
import org.seckill.sale.Sale;
import org.seckill.sale.TestSaleCopies;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.proxy.TcpProxy.Fault;
import org.springframework.dao.DataIntegrityViolationException;

/** The desk with a proxy between its pool and the database, which breaks connections. */
@Tag("database")
@Execution(ExecutionMode.CONCURRENT)
class ProcedureDeskIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final Phone BUYER = new Phone("13800000001");
    private static final String CALL = "execute_seckill";

    private final SoldOutBoard board = new SoldOutBoard();
    private TcpProxy proxy;
    private TestMappers mappers;
    private ProcedureDesk desk;

    @BeforeEach
    void putTheProxyBetween() {
        proxy = new TcpProxy(TestEngines.database().port());
        mappers = new TestMappers(TestEngines.database().at(proxy.port()), 1000);
        desk = Desks.open(
                mappers.get(ProcedureMapper.class), board, Duration.ofSeconds(4), new LaneLimits(4, 1000, 256));
    }

    @AfterEach
    void close() {
        desk.close();
        mappers.close();
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LATE_REQUEST")
    void anOrderWhoseConnectionDiedIsConfirmedOnceWhereverItDied(Fault fault) {
        long sale = SALES.open(5);
        proxy.arm(fault, CALL, 1);
        Outcome outcome = place(TestSaleCopies.open(sale));
        assertThat(proxy.struck()).isEqualTo(1);
        assertThat(outcome).isInstanceOf(Outcome.Recorded.class);
        assertThat(SALES.purchases(sale)).isEqualTo(1);
        assertThat(SALES.stock(sale)).isEqualTo(4);
    }

    @Test
    void theLastUnitWhoseConfirmationWasLostIsConfirmedNotRefused() {
        long sale = SALES.open(1);
        proxy.arm(Fault.BEFORE_THE_ANSWER, CALL, 1);
        assertThat(place(TestSaleCopies.open(sale))).isInstanceOf(Outcome.Recorded.class);
        assertThat(SALES.stock(sale)).isZero();
    }

    @Test
    void anOrderThatMayBeRecordedIsUnknownWhenAskingAgainDoesNotHelp() {
        long sale = SALES.open(5);
        proxy.arm(Fault.BEFORE_THE_ANSWER, CALL, Integer.MAX_VALUE);
        assertThat(place(TestSaleCopies.open(sale))).isEqualTo(new Outcome.Unknown());
        assertThat(SALES.purchases(sale))
                .as("it is recorded, so a refusal would be false")
                .isEqualTo(1);
    }

    @Test
    void anOrderThatArrivesAfterItsBuyerWasAnsweredIsNotRecorded() {
        long sale = SALES.open(5);
        desk.place(TestSaleCopies.open(sale), Order.by(new Phone("13800000009")))
                .join();
        proxy.arm(Fault.LATE_REQUEST, CALL, Integer.MAX_VALUE);
        assertThat(place(TestSaleCopies.open(sale))).isEqualTo(new Outcome.Unknown());
        proxy.heal();
        await().until(() -> proxy.answeredLate() > 0 && proxy.answeredLate() >= proxy.struck());
        assertThat(SALES.purchases(sale))
                .as("only the first order, which arrived in time")
                .isEqualTo(1);
    }

    @Test
    void anOrderThatNeverReachedTheDatabaseIsBusy() {
        long sale = SALES.open(5);
        proxy.cut();
        assertThat(place(TestSaleCopies.open(sale))).isInstanceOf(Outcome.Busy.class);
        proxy.heal();
        assertThat(SALES.purchases(sale)).isZero();
        await().until(() -> place(TestSaleCopies.open(sale)) instanceof Outcome.Recorded);
    }

    @Test
    void aSilentDatabaseIsFoundOutOnceForAllSales() {
        Sale pressed = TestSaleCopies.open(SALES.open(5));
        Sale other = TestSaleCopies.open(SALES.open(5));
        proxy.cut();
        // The first order is tried for a while; the circuit breaker refuses it before its deadline.
        await().until(() -> place(pressed) instanceof Outcome.Busy);
        // Except for one probe a second.
        await().until(() -> {
            CompletableFuture<Outcome> answer = desk.place(other, Order.by(BUYER));
            return answer.isDone() && answer.join().equals(Outcome.Busy.SOON);
        });
    }

    @Test
    void ordersWhoseAnswerTheDriverCannotReadAreUnknownAndNotBusyWhenTheirTimeIsOver() {
        long sale = SALES.open(5);
        long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        List<PendingOrder> batch = Stream.of(BUYER, new Phone("13800000002"))
                .map(buyer -> new PendingOrder(Order.by(buyer), System.nanoTime(), deadline))
                .toList();
        ProcedureMapper unreadable = new ForwardingCalls(mappers.get(ProcedureMapper.class)) {
            @Override
            public List<OrderResult> execute(long sale, String orders) {
                super.execute(sale, orders);
                await().until(() -> System.nanoTime() - deadline > 0);
                throw new DataIntegrityViolationException("row", new SQLDataException("not a number", "22018"));
            }
        };
        BatchMeters meters = new BatchMeters(new SimpleMeterRegistry(), "seckill.");
        BatchExecutor executor = new BatchExecutor(
                sale,
                new ProcedureDesk.Engine(unreadable, board),
                new CircuitBreaker("the database", SqlErrorClassifier::isAnswer),
                meters);
        assertThat(executor.execute(batch)).isEmpty();
        assertThat(batch).allSatisfy(order -> assertThat(order.answer()).isCompletedWithValue(new Outcome.Unknown()));
        assertThat(SALES.purchases(sale)).isEqualTo(2);
    }

    @Test
    void onlyAnAnswerOfTheDatabaseMarksASaleSoldOut() {
        Sale sale = TestSaleCopies.open(SALES.open(1));
        proxy.cut();
        place(sale);
        assertThat(board.isSoldOut(sale)).as("after a failure").isFalse();
        proxy.heal();
        await().until(() -> place(sale) instanceof Outcome.Recorded);
        assertThat(board.isSoldOut(sale)).as("after the last unit").isTrue();
    }

    @Test
    void aSaleThatClosedWithStockLeftIsNotMarkedSoldOut() {
        Sale sale = TestSaleCopies.open(SALES.create("over", 5, Duration.ofHours(-2), Duration.ofHours(-1)));
        assertThat(place(sale)).isEqualTo(new Outcome.Over(Outcome.Over.Reason.CLOSED));
        assertThat(board.isSoldOut(sale)).isFalse();
    }

    private Outcome place(Sale sale) {
        return desk.place(sale, Order.by(BUYER)).join();
    }
}
