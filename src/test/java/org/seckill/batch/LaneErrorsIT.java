package org.seckill.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.seckill.testkit.run.TestTimeouts.await;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.procedure.Desks;
import org.seckill.procedure.ForwardingCalls;
import org.seckill.procedure.ProcedureDesk;
import org.seckill.procedure.ProcedureMapper;
import org.seckill.procedure.ProcedureMapper.OrderResult;
import org.seckill.sale.TestSaleCopies;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;

/** A lane survives an out-of-memory error at its worst points, and each order gets an answer. */
class LaneErrorsIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final LaneLimits LIMITS = new LaneLimits(2, 100, 100);
    private static final Duration DEADLINE = Duration.ofSeconds(4);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);

    /** Each step that may fail counts down; the step that reaches zero fails. */
    private final AtomicInteger stepsUntilTheError = new AtomicInteger();

    private TestMappers mappers;

    @BeforeEach
    void connect() {
        mappers = new TestMappers(TestEngines.database(), 60_000);
    }

    @AfterEach
    void disconnect() {
        threads.shutdownNow();
        mappers.close();
    }

    @Test
    void anErrorWhileABatchIsCountedRefusesItAndTheNextIsServed() {
        long sale = SALES.open(5);
        SimpleMeterRegistry failing = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new FailingClock());
        try (ProcedureDesk desk =
                Desks.open(mappers.get(ProcedureMapper.class), new SoldOutBoard(), DEADLINE, LIMITS, failing)) {
            stepsUntilTheError.set(1);
            assertThat(answer(place(desk, sale, 1))).isEqualTo(Outcome.Busy.SOON);
            assertThat(answer(place(desk, sale, 2))).isInstanceOf(Outcome.Recorded.class);
        }
        assertThat(SALES.purchases(sale)).isEqualTo(1);
    }

    @Test
    void anErrorInTheCallLeavesItsOrdersUnknownAndTheNextAreServed() {
        long sale = SALES.open(5);
        ProcedureMapper failing = new ForwardingCalls(mappers.get(ProcedureMapper.class)) {
            @Override
            public List<OrderResult> execute(long sale, String orders) {
                List<OrderResult> results = super.execute(sale, orders);
                step();
                return results;
            }
        };
        try (ProcedureDesk desk = Desks.open(failing, new SoldOutBoard(), DEADLINE, LIMITS)) {
            stepsUntilTheError.set(1);
            CompletableFuture<Outcome> lost = place(desk, sale, 1);
            await().until(() -> stepsUntilTheError.get() == 0);
            assertThat(answer(place(desk, sale, 2))).isInstanceOf(Outcome.Recorded.class);
            assertThat(answer(lost)).isEqualTo(new Outcome.Unknown());
        }
        assertThat(SALES.purchases(sale)).isEqualTo(2);
    }

    @Test
    void anErrorAsTheLaneStartsRefusesTheWaitingOrderAndTheNextIsServed() {
        long sale = SALES.open(5);
        Lane lane = lane(sale, this::executeOrFail);
        stepsUntilTheError.set(1);
        PendingOrder first = pending(1);
        assertThat(catchThrowable(() -> lane.join(first))).isInstanceOf(OutOfMemoryError.class);
        assertThat(answer(first.answer())).isEqualTo(Outcome.Busy.SOON);
        PendingOrder second = pending(2);
        assertThat(lane.join(second)).isEqualTo(Lane.Joined.ACCEPTED);
        assertThat(answer(second.answer())).isInstanceOf(Outcome.Recorded.class);
    }

    @Test
    void anErrorAsTheLaneGoesOnLosesNoAnswer() {
        long sale = SALES.open(5);
        List<PendingOrder> late = List.of(pending(2), pending(3));
        Lane[] lane = new Lane[1];
        ProcedureMapper joined = new ForwardingCalls(mappers.get(ProcedureMapper.class)) {
            @Override
            public List<OrderResult> execute(long sale, String orders) {
                if (stepsUntilTheError.get() > 0) {
                    late.forEach(lane[0]::join);
                }
                return super.execute(sale, orders);
            }
        };
        lane[0] = lane(sale, joined, this::executeOrFail);
        stepsUntilTheError.set(2);
        PendingOrder first = pending(1);
        lane[0].join(first);
        assertThat(answer(first.answer())).isInstanceOf(Outcome.Recorded.class);
        late.forEach(order -> assertThat(answer(order.answer())).isEqualTo(Outcome.Busy.SOON));
        PendingOrder last = pending(4);
        lane[0].join(last);
        assertThat(answer(last.answer())).isInstanceOf(Outcome.Recorded.class);
    }

    private void step() {
        if (stepsUntilTheError.get() > 0 && stepsUntilTheError.decrementAndGet() == 0) {
            throw new OutOfMemoryError("as planned");
        }
    }

    private void executeOrFail(Runnable task) {
        step();
        threads.execute(task);
    }

    /** Timers read it when they record. */
    private final class FailingClock implements Clock {
        private final Clock real = new MockClock();

        @Override
        public long wallTime() {
            step();
            return real.wallTime();
        }

        @Override
        public long monotonicTime() {
            return real.monotonicTime();
        }
    }

    private Lane lane(long sale, Executor executor) {
        return lane(sale, mappers.get(ProcedureMapper.class), executor);
    }

    private Lane lane(long sale, ProcedureMapper procedure, Executor executor) {
        BatchMeters meters = new BatchMeters(new SimpleMeterRegistry(), "seckill.");
        ProcedureDesk.Engine engine = new ProcedureDesk.Engine(procedure, new SoldOutBoard());
        BatchExecutor batches =
                new BatchExecutor(sale, engine, new CircuitBreaker("the database", thrown -> false), meters);
        return new Lane(sale, batches, executor, threads, LIMITS, meters);
    }

    private static PendingOrder pending(int buyer) {
        long now = System.nanoTime();
        return new PendingOrder(Order.by(new Phone(ShopClient.phone(buyer))), now, now + TimeUnit.SECONDS.toNanos(60));
    }

    private static Outcome answer(CompletableFuture<Outcome> placed) {
        assertThat(placed).succeedsWithin(30, TimeUnit.SECONDS);
        return placed.join();
    }

    private static CompletableFuture<Outcome> place(ProcedureDesk desk, long sale, int buyer) {
        return desk.place(TestSaleCopies.open(sale), Order.by(new Phone(ShopClient.phone(buyer))));
    }
}
