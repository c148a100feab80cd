package org.seckill.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineClockTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** Also when {@link System#nanoTime()} overflows. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5, 1_000_000, Long.MAX_VALUE - 10})
    void itAdvancesFromTheReadingWithNanoTime(long readAt) {
        Duration later = Duration.ofSeconds(3);
        BatchExecutor.EngineClock clock = new BatchExecutor.EngineClock(NOON, readAt);
        assertThat(clock.at(readAt)).isEqualTo(NOON);
        assertThat(clock.at(readAt + later.toNanos())).isEqualTo(NOON.plus(later));
    }
}
