package org.seckill.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.buyer.Phone;
import org.seckill.sale.Copies;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testing.App;
import org.seckill.testing.Crowd;
import org.seckill.testing.Engines;
import org.seckill.testing.Mappers;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;

/** A lane whose process runs out of memory where that is worst: it goes on, and nobody is left without an answer. */
@Tag("database")
class LaneErrorsIT {
    private static final Sales SALES = new Sales(Engines.database());
    private static final LaneLimits LIMITS = new LaneLimits(2, 100, 100);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);

    /** Counted down by each step that may fail; the one that reaches zero fails. */
    private final AtomicInteger stepsUntilTheError = new AtomicInteger();

    private Mappers mappers;

    @BeforeEach
    void connect() {
        App.shop();
        mappers = new Mappers(Engines.database(), 60_000);
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
                Desks.open(mappers.get(DeskMapper.class), new SoldOutBoard(), PATIENCE, LIMITS, failing)) {
            stepsUntilTheError.set(1);
            assertThat(answer(place(desk, sale, 1))).isEqualTo(Outcome.Busy.SOON);
            assertThat(answer(place(desk, sale, 2))).isInstanceOf(Outcome.Recorded.class);
        }
        assertThat(SALES.purchases(sale)).isEqualTo(1);
    }

    @Test
    void anErrorInTheCallLeavesItsOrdersUnknownAndTheNextAreServed() {
        long sale = SALES.open(5);
        DeskMapper failing = new ForwardingCalls(mappers.get(DeskMapper.class)) {
            @Override
            public List<Verdict> execute(long sale, String orders) {
                List<Verdict> verdicts = super.execute(sale, orders);
                step();
                return verdicts;
            }
        };
        try (ProcedureDesk desk = Desks.open(failing, new SoldOutBoard(), PATIENCE, LIMITS)) {
            stepsUntilTheError.set(1);
            CompletableFuture<Outcome> lost = place(desk, sale, 1);
            Crowd.until(() -> stepsUntilTheError.get() == 0);
            assertThat(answer(place(desk, sale, 2))).isInstanceOf(Outcome.Recorded.class);
            assertThat(answer(lost)).isEqualTo(new Outcome.Unknown());
        }
        assertThat(SALES.purchases(sale)).isEqualTo(2);
    }

    @Test
    void anErrorAsTheLaneBeginsRefusesWhoWaitsAndTheNextIsServed() {
        long sale = SALES.open(5);
        Lane lane = lane(sale, this::executeOrFail);
        stepsUntilTheError.set(1);
        Waiting first = waiting(1);
        assertThat(catchThrowable(() -> lane.join(first))).isInstanceOf(OutOfMemoryError.class);
        assertThat(answer(first.answer())).isEqualTo(Outcome.Busy.SOON);
        Waiting second = waiting(2);
        assertThat(lane.join(second)).isEqualTo(Lane.Joined.STANDS);
        assertThat(answer(second.answer())).isInstanceOf(Outcome.Recorded.class);
    }

    @Test
    void anErrorAsTheLaneGoesOnLosesNoAnswer() {
        long sale = SALES.open(5);
        List<Waiting> late = List.of(waiting(2), waiting(3));
        Lane[] lane = new Lane[1];
        DeskMapper joined = new ForwardingCalls(mappers.get(DeskMapper.class)) {
            @Override
            public List<Verdict> execute(long sale, String orders) {
                if (stepsUntilTheError.get() > 0) {
                    late.forEach(lane[0]::join);
                }
                return super.execute(sale, orders);
            }
        };
        lane[0] = lane(sale, joined, this::executeOrFail);
        stepsUntilTheError.set(2);
        Waiting first = waiting(1);
        lane[0].join(first);
        assertThat(answer(first.answer())).isInstanceOf(Outcome.Recorded.class);
        late.forEach(buyer -> assertThat(answer(buyer.answer())).isEqualTo(Outcome.Busy.SOON));
        Waiting last = waiting(4);
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

    /** Asked whenever a timer records. */
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
        return lane(sale, mappers.get(DeskMapper.class), executor);
    }

    private Lane lane(long sale, DeskMapper procedure, Executor executor) {
        DeskMeters meters = new DeskMeters(new SimpleMeterRegistry(), "seckill.");
        ProcedureDecider decider = new ProcedureDecider(procedure, new OrdersJson(), new SoldOutBoard());
        Teller teller = new Teller(sale, decider, new Pulse(), meters);
        return new Lane(sale, teller, executor, threads, LIMITS, meters);
    }

    private static Waiting waiting(int buyer) {
        long now = System.nanoTime();
        return new Waiting(Order.by(new Phone(Shop.phone(buyer))), now, now + TimeUnit.SECONDS.toNanos(60));
    }

    private static Outcome answer(CompletableFuture<Outcome> placed) {
        assertThat(placed).succeedsWithin(30, TimeUnit.SECONDS);
        return placed.join();
    }

    private static CompletableFuture<Outcome> place(ProcedureDesk desk, long sale, int buyer) {
        return desk.place(Copies.open(sale), Order.by(new Phone(Shop.phone(buyer))));
    }
}
