package org.seckill.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.OrderDeadline;
import org.seckill.order.Outcome;
import org.seckill.testkit.node.ShopClient;
import org.springframework.dao.DataAccessException;

/** Sales whose engines have different clocks, as the masters of a Redis Cluster may have. */
class SaleClocksTest {
    private static final Duration APART = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofSeconds(8);

    private final CircuitBreaker breaker = new CircuitBreaker("it", thrown -> false);

    @Test
    void anOrdersLatestTimeIsByTheClockOfItsSale() {
        try (OrderBatcher lanes = new OrderBatcher(
                "clocks",
                new Masters(),
                new OrderDeadline(DEADLINE),
                new LaneLimits(2, 100, 10),
                sale -> breaker,
                new SimpleMeterRegistry(),
                "clocks.")) {
            List<Outcome> answers = LongStream.range(0, 6)
                    .mapToObj(i -> lanes.place(i % 2, Order.by(new Phone(ShopClient.phone((int) i)))))
                    .map(CompletableFuture::join)
                    .toList();
            assertThat(answers).hasOnlyElementsOfType(Outcome.Queued.class);
        }
    }

    /** Two engines, one for even and one for odd sales. They queue orders that are not late and whose deadline is not too far. */
    private static final class Masters implements BatchEngine {
        @Override
        public Instant clock(long sale) {
            return Instant.now().plus(APART.multipliedBy(sale));
        }

        @Override
        public Answer decide(long sale, List<PendingOrder> orders) {
            Instant now = clock(sale);
            return new Answer(
                    now,
                    orders.stream()
                            .map(order -> new Decision(order, outcome(order, Duration.between(now, order.latest()))))
                            .toList());
        }

        private static Outcome outcome(PendingOrder order, Duration left) {
            return !left.isNegative() && left.compareTo(DEADLINE) <= 0
                    ? new Outcome.Queued(order.order().ticket())
                    : Outcome.Busy.SOON;
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
