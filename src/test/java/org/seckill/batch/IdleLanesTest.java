package org.seckill.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.OrderDeadline;
import org.seckill.order.Outcome;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.run.ConcurrentRun;
import org.springframework.dao.DataAccessException;

/** Lanes without orders are removed. */
class IdleLanesTest {
    private static final long SALE = 1000;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final LaneLimits LIMITS = new LaneLimits(4, 1000, 10, Duration.ZERO);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CircuitBreaker breaker = new CircuitBreaker("it", thrown -> false);
    private final Engine engine = new Engine();
    private final OrderBatcher lanes = new OrderBatcher(
            "idle", engine, new OrderDeadline(Duration.ofSeconds(8)), LIMITS, sale -> breaker, registry, "idle.");

    @AfterEach
    void close() {
        engine.gate.countDown();
        lanes.close();
    }

    @Test
    void anIdleLaneIsRemovedWithItsGaugeAndTheNextOrderOpensAnother() {
        engine.gate.countDown();
        for (int round = 0; round < 3; round++) {
            assertThat(place(round).join()).isInstanceOf(Outcome.Queued.class);
            await().until(() -> gauges().isEmpty());
        }
    }

    @Test
    void anOrderInFlightKeepsTheLane() {
        CompletableFuture<Outcome> first = place(1);
        await().until(() -> engine.calls.get() == 1);
        CompletableFuture<Outcome> second = place(2);
        long until = System.nanoTime() + Duration.ofMillis(300).toNanos();
        while (System.nanoTime() < until) {
            assertThat(gauges())
                    .singleElement()
                    .satisfies(gauge -> assertThat(gauge.value()).isEqualTo(1));
        }
        engine.gate.countDown();
        assertThat(List.of(first.join(), second.join())).hasOnlyElementsOfType(Outcome.Queued.class);
        assertThat(engine.most).hasValue(1);
    }

    @Test
    void anOrderThatArrivesDuringTheRemovalIsServedAndCallsNeverOverlap() {
        engine.gate.countDown();
        List<List<Outcome>> answers = ConcurrentRun.of(
                        4,
                        member -> IntStream.range(0, 200)
                                .mapToObj(order -> {
                                    pause();
                                    return place(member * 1000 + order).join();
                                })
                                .toList())
                .results();
        assertThat(answers).allSatisfy(all -> assertThat(all).hasOnlyElementsOfType(Outcome.Queued.class));
        assertThat(engine.most).hasValue(1);
        await().until(() -> gauges().isEmpty());
    }

    @Test
    void aRetiredLaneTakesNoOrder() {
        BatchMeters meters = new BatchMeters(registry, "retired.");
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        Lane lane =
                new Lane(SALE, new BatchExecutor(SALE, engine, breaker, meters), Runnable::run, watch, LIMITS, meters);
        long now = System.nanoTime();
        assertThat(lane.retire(now - SOON.toNanos())).isFalse();
        assertThat(lane.retire(now + SOON.toNanos())).isTrue();
        PendingOrder late = new PendingOrder(Order.by(new Phone(ShopClient.phone(1))), now, now + SOON.toNanos());
        assertThat(lane.join(late)).isEqualTo(Lane.Joined.RETIRED);
        assertThat(engine.calls).hasValue(0);
        watch.shutdownNow();
    }

    private CompletableFuture<Outcome> place(int buyer) {
        return lanes.place(SALE, Order.by(new Phone(ShopClient.phone(buyer))));
    }

    private List<Gauge> gauges() {
        return List.copyOf(registry.find("idle.lane.depth").gauges());
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Queues every order once the gate is open. */
    private static final class Engine implements BatchEngine {
        private final CountDownLatch gate = new CountDownLatch(1);
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        @Override
        public Instant clock(long sale) {
            return Instant.now();
        }

        @Override
        public Answer decide(long sale, List<PendingOrder> orders) {
            calls.incrementAndGet();
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            ConcurrentRun.await(gate);
            running.decrementAndGet();
            return new Answer(
                    Instant.now(),
                    orders.stream()
                            .map(one -> new Decision(
                                    one, new Outcome.Queued(one.order().ticket())))
                            .toList());
        }

        @Override
        public FailureKind diagnose(DataAccessException failed) {
            return FailureKind.UNKNOWN;
        }

        @Override
        public boolean isAnswer(DataAccessException failed) {
            return false;
        }
    }
}
