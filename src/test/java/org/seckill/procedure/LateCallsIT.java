package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.seckill.batch.LaneLimits;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.sale.TestSaleCopies;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.proxy.TcpProxy.Fault;

/** Calls that reach the database after their orders were answered. */
@Execution(ExecutionMode.CONCURRENT)
class LateCallsIT {
    private static final Database DATABASE = TestEngines.database();
    private static final TestSales SALES = new TestSales(DATABASE);
    private static final Order ORDER = Order.by(new Phone("13800000001"));
    private static final Order OTHER = Order.by(new Phone("13800000002"));
    private static final Outcome SOLD_OUT = new Outcome.Over(Outcome.Over.Reason.SOLD_OUT);

    private TcpProxy proxy;
    private TestMappers mappers;

    @BeforeEach
    void putTheProxyBetween() {
        proxy = new TcpProxy(DATABASE.port());
        mappers = new TestMappers(DATABASE.at(proxy.port()), 2000);
    }

    @AfterEach
    void close() {
        mappers.close();
        proxy.close();
    }

    @Test
    void theFirstCallOfAllIsNotRecordedEitherAfterItsBuyerWasAnswered() {
        long sale = SALES.open(5);
        try (ProcedureDesk desk = desk(Duration.ofSeconds(3))) {
            proxy.arm(Fault.LATE_REQUEST, "execute_seckill", Integer.MAX_VALUE);
            assertThat(desk.place(TestSaleCopies.open(sale), ORDER).join())
                    .isIn(new Outcome.Unknown(), Outcome.Busy.SOON);
            letTheLateCallsArrive();
        }
        assertThat(SALES.purchases(sale)).isZero();
    }

    @Test
    void whatWasRefusedIsNotRecordedByALateCallAfterARestock() {
        long sale = SALES.open(0);
        try (ProcedureDesk desk = desk(Duration.ofSeconds(6))) {
            knowTheClock(desk);
            proxy.arm(Fault.LATE_REQUEST, "execute_seckill", 1);
            var answer = desk.place(TestSaleCopies.open(sale), ORDER);
            await().until(() -> proxy.struck() == 1);
            assertThat(desk.place(TestSaleCopies.open(sale), OTHER).join()).isEqualTo(SOLD_OUT);
            assertThat(answer).as("nobody else waits for it").isNotDone();
            assertThat(answer.join()).isEqualTo(new Outcome.Unknown());
            assertNoLateCallIsRecordedAfterARestock(sale);
        }
    }

    @Test
    void aDeskThatClosesAnswersWhatIsInDoubtBeforeItIsClosedAndNotTooEarly() {
        long sale = SALES.open(0);
        ProcedureDesk desk = desk(Duration.ofSeconds(6));
        knowTheClock(desk);
        proxy.arm(Fault.LATE_REQUEST, "execute_seckill", 1);
        var answer = desk.place(TestSaleCopies.open(sale), ORDER);
        await().until(() -> proxy.struck() == 1);
        assertThat(desk.place(TestSaleCopies.open(sale), OTHER).join()).isEqualTo(SOLD_OUT);
        desk.close();
        assertThat(answer).isCompletedWithValue(new Outcome.Unknown());
        assertNoLateCallIsRecordedAfterARestock(sale);
    }

    private void assertNoLateCallIsRecordedAfterARestock(long sale) {
        DATABASE.rows("CALL restock_seckill(?, ?)", sale, 5);
        letTheLateCallsArrive();
        assertThat(SALES.purchases(sale)).isZero();
        assertThat(SALES.stock(sale)).isEqualTo(5);
    }

    private ProcedureDesk desk(Duration deadline) {
        return Desks.patient(
                mappers.get(ProcedureMapper.class), deadline, new LaneLimits(2, 1000, 256), new SimpleMeterRegistry());
    }

    private void letTheLateCallsArrive() {
        proxy.heal();
        await().until(() -> proxy.answeredLate() > 0 && proxy.answeredLate() >= proxy.struck());
    }

    private static void knowTheClock(ProcedureDesk desk) {
        long over = SALES.create("over", 5, Duration.ofHours(-2), Duration.ofHours(-1));
        assertThat(desk.place(TestSaleCopies.open(over), ORDER).join()).isInstanceOf(Outcome.Over.class);
    }
}
