package org.seckill.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final Exception cause = new Exception("silence");

    private final AtomicLong nanos = new AtomicLong();
    private final Pulse pulse = new Pulse("it", nanos::get);

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

    private void fallSilent() {
        long begun = nanos.get();
        pass(2000);
        pulse.missed(begun, cause);
    }

    private void pass(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}
