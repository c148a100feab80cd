package org.seckill.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final Exception cause = new Exception("silence");

    private final AtomicLong nanos = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker("it", thrown -> false, nanos::get);

    @Test
    void oneFailureAmongAnswersStopsNoOrder() {
        long begun = nanos.get();
        pass(5000);
        breaker.answered();
        breaker.unanswered(begun, cause);
        assertThat(breaker.tryAcquire()).isTrue();
    }

    @Test
    void theFirstFailureAfterAQuietHourStopsNoOrder() {
        pass(3_600_000);
        breaker.unanswered(nanos.get(), cause);
        assertThat(breaker.tryAcquire()).isTrue();
    }

    @Test
    void severalShortFailuresInARowOpenIt() {
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.tryAcquire()).isTrue();
            long begun = nanos.get();
            pass(500);
            breaker.unanswered(begun, cause);
        }
        assertThat(breaker.tryAcquire()).isFalse();
    }

    @Test
    void anAnswerBetweenFailuresKeepsItClosed() {
        for (int i = 0; i < 4; i++) {
            long begun = nanos.get();
            pass(500);
            breaker.unanswered(begun, cause);
            breaker.answered();
        }
        assertThat(breaker.tryAcquire()).isTrue();
    }

    @Test
    void oneProbeASecondPassesWhileItIsOpen() {
        fallSilent();
        assertThat(breaker.tryAcquire()).isFalse();
        pass(1000);
        assertThat(breaker.tryAcquire()).isTrue();
        assertThat(breaker.tryAcquire()).isFalse();
        pass(1000);
        assertThat(breaker.tryAcquire()).isTrue();
    }

    @Test
    void anAnswerClosesItAgain() {
        fallSilent();
        breaker.answered();
        assertThat(breaker.tryAcquire()).isTrue();
        assertThat(breaker.tryAcquire()).isTrue();
    }

    @Test
    void aLastingRefusalStopsOrdersAtOnceAndNoOtherCall() {
        breaker.refused(nanos.get(), new BatchEngine.Refused("read-only", false));
        assertThat(breaker.refusal()).hasValue("read-only");
        assertThat(breaker.tryAcquireOrder()).isFalse();
        assertThat(breaker.tryAcquire()).as("it answers").isTrue();
        pass(1000);
        assertThat(breaker.tryAcquireOrder()).isTrue();
        assertThat(breaker.tryAcquireOrder()).isFalse();
        breaker.answered();
        assertThat(breaker.tryAcquireOrder())
                .as("an answer alone carries out no order")
                .isFalse();
        breaker.accepted();
        assertThat(breaker.tryAcquireOrder()).isTrue();
        assertThat(breaker.refusal()).isEmpty();
    }

    @Test
    void aRefusalThatMayPassStopsNoOrderForASecond() {
        BatchEngine.Refused missing = new BatchEngine.Refused("missing", true);
        long begun = nanos.get();
        breaker.refused(begun, missing);
        pass(900);
        breaker.refused(begun, missing);
        assertThat(breaker.tryAcquireOrder()).isTrue();
        pass(200);
        breaker.refused(begun, missing);
        assertThat(breaker.tryAcquireOrder()).isFalse();
    }

    @Test
    void aRefusalThatNoOrderConfirmsExpires() {
        breaker.refused(nanos.get(), new BatchEngine.Refused("full", false));
        pass(11_000);
        assertThat(breaker.refusal()).isEmpty();
        assertThat(breaker.tryAcquireOrder()).isTrue();
    }

    private void fallSilent() {
        long begun = nanos.get();
        pass(2000);
        breaker.unanswered(begun, cause);
    }

    private void pass(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}
