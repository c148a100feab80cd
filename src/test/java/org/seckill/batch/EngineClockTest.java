package org.seckill.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineClockTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** Wherever the machine's count stands, which may pass its end. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5, 1_000_000, Long.MAX_VALUE - 10})
    void itGoesOnFromWhatWasSaidAsTheMachineCounts(long heard) {
        Duration later = Duration.ofSeconds(3);
        EngineClock told = new EngineClock(NOON, heard);
        assertThat(told.at(heard)).isEqualTo(NOON);
        assertThat(told.at(heard + later.toNanos())).isEqualTo(NOON.plus(later));
    }
}
