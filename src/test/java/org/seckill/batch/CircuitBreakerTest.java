package org.seckill.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final Exception cause = new Exception("silence");

    private final AtomicLong nanos = new AtomicLong();
    private final CircuitBreaker pulse = new CircuitBreaker("it", thrown -> false, nanos::get);

    @Test
    void oneFailureAmongAnswersStopsNobody() {
        long begun = nanos.get();
        pass(5000);
        pulse.beat();
        pulse.missed(begun, cause);
        assertThat(pulse.mayTry()).isTrue();
    }

    @Test
    void theFirstFailureAfterAQuietHourStopsNobody() {
        pass(3_600_000);
        pulse.missed(nanos.get(), cause);
        assertThat(pulse.mayTry()).isTrue();
    }

    @Test
    void manyWhoGiveUpSoonAreSilenceToo() {
        for (int i = 0; i < 3; i++) {
            assertThat(pulse.mayTry()).isTrue();
            long begun = nanos.get();
            pass(500);
            pulse.missed(begun, cause);
        }
        assertThat(pulse.mayTry()).isFalse();
    }

    @Test
    void anAnswerBetweenThemIsNone() {
        for (int i = 0; i < 4; i++) {
            long begun = nanos.get();
            pass(500);
            pulse.missed(begun, cause);
            pulse.beat();
        }
        assertThat(pulse.mayTry()).isTrue();
    }

    @Test
    void inSilenceOneOrderASecondIsTried() {
        fallSilent();
        assertThat(pulse.mayTry()).isFalse();
        pass(1000);
        assertThat(pulse.mayTry()).isTrue();
        assertThat(pulse.mayTry()).isFalse();
        pass(1000);
        assertThat(pulse.mayTry()).isTrue();
    }

    @Test
    void anAnswerOpensTheDeskAgain() {
        fallSilent();
        pulse.beat();
        assertThat(pulse.mayTry()).isTrue();
        assertThat(pulse.mayTry()).isTrue();
    }

    @Test
    void whatIsRefusedForGoodStopsOrdersAtOnceAndNoQuestion() {
        pulse.refused(nanos.get(), new BatchEngine.Refused("read-only", false));
        assertThat(pulse.refusal()).hasValue("read-only");
        assertThat(pulse.mayOrder()).isFalse();
        assertThat(pulse.mayTry()).as("it answers").isTrue();
        pass(1000);
        assertThat(pulse.mayOrder()).isTrue();
        assertThat(pulse.mayOrder()).isFalse();
        pulse.beat();
        assertThat(pulse.mayOrder()).as("an answer is no order carried out").isFalse();
        pulse.accepted();
        assertThat(pulse.mayOrder()).isTrue();
        assertThat(pulse.refusal()).isEmpty();
    }

    @Test
    void aProcedureThatIsBeingReplacedStopsNobodyForASecond() {
        BatchEngine.Refused missing = new BatchEngine.Refused("missing", true);
        long begun = nanos.get();
        pulse.refused(begun, missing);
        pass(900);
        pulse.refused(begun, missing);
        assertThat(pulse.mayOrder()).isTrue();
        pass(200);
        pulse.refused(begun, missing);
        assertThat(pulse.mayOrder()).isFalse();
    }

    @Test
    void aRefusalThatNoOrderConfirmsIsForgotten() {
        pulse.refused(nanos.get(), new BatchEngine.Refused("full", false));
        pass(11_000);
        assertThat(pulse.refusal()).isEmpty();
        assertThat(pulse.mayOrder()).isTrue();
    }

    private void fallSilent() {
        long begun = nanos.get();
        pass(2000);
        pulse.missed(begun, cause);
    }

    private void pass(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}
