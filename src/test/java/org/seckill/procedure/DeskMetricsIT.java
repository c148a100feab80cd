package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.seckill.batch.LaneLimits;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.sale.TestSaleCopies;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.proxy.TcpProxy.Fault;

/** The metrics of a desk while its database fails. */
class DeskMetricsIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TcpProxy proxy;
    private TestMappers mappers;

    @BeforeEach
    void connect() {
        proxy = new TcpProxy(TestEngines.database().port());
        mappers = new TestMappers(TestEngines.database().at(proxy.port()), 10_000);
    }

    @AfterEach
    void disconnect() {
        mappers.close();
        proxy.close();
    }

    @Test
    void askingInVainForTheClockIsNoUnknownCommitAndSendsNothingAgain() {
        long sale = SALES.open(5);
        try (ProcedureDesk desk = desk(Duration.ofSeconds(20))) {
            proxy.arm(Fault.BEFORE_THE_ANSWER, "SYSDATE", 2);
            assertThat(place(desk, sale, 1).join()).isInstanceOf(Outcome.Recorded.class);
        }
        assertThat(proxy.struck()).isEqualTo(2);
        assertThat(count("seckill.commit.unknown")).isZero();
        assertThat(count("seckill.commit.unknown.orders")).isZero();
        assertThat(count("seckill.orders.retried")).isZero();
    }

    @Test
    void eachLostCallIsAnUnknownCommitAndItsOrderIsSentAgain() {
        long sale = SALES.open(5);
        try (ProcedureDesk desk = desk(Duration.ofSeconds(20))) {
            proxy.arm(Fault.BEFORE_THE_ANSWER, "execute_seckill", 2);
            assertThat(place(desk, sale, 1).join()).isInstanceOf(Outcome.Recorded.class);
        }
        assertThat(proxy.struck()).isEqualTo(2);
        assertThat(count("seckill.commit.unknown")).isEqualTo(2);
        assertThat(count("seckill.commit.unknown.orders")).isEqualTo(2);
        assertThat(count("seckill.orders.retried")).isEqualTo(2);
    }

    @Test
    void anOrderThatIsGivenUpInTheLaneHasWaitedThere() {
        long sale = SALES.open(5);
        try (ProcedureDesk desk = desk(Duration.ofSeconds(3))) {
            CompletableFuture<Outcome> sent;
            try (RowLock hold = RowLock.of(sale)) {
                sent = place(desk, sale, 1);
                await().until(() -> waits() == 1);
                assertThat(place(desk, sale, 2).join()).isInstanceOf(Outcome.Busy.class);
                assertThat(waits()).isEqualTo(2);
            }
            assertThat(sent.join()).isNotNull();
        }
    }

    private ProcedureDesk desk(Duration patience) {
        return Desks.patient(mappers.get(ProcedureMapper.class), patience, new LaneLimits(2, 100, 100), meters);
    }

    private long waits() {
        return meters.get("seckill.lane.wait").timer().count();
    }

    private double count(String name) {
        return meters.get(name).counter().count();
    }

    private static CompletableFuture<Outcome> place(ProcedureDesk desk, long sale, int buyer) {
        return desk.place(TestSaleCopies.open(sale), Order.by(new Phone(ShopClient.phone(buyer))));
    }
}
