package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.run.LogLines;

/** A node with a wrong clock and a real database. */
@Tag("database")
class ClockOffsetMonitorIT {
    private final Thread thread = Thread.currentThread();
    private final LogLines logged =
            LogLines.of(ClockOffsetMonitor.class.getName(), event -> Thread.currentThread() == thread);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MovedClock clock = new MovedClock();
    private TestMappers mappers;
    private ClockOffsetMonitor monitor;

    private static final class MovedClock extends Clock {
        private Duration by = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(by);
        }
    }

    @BeforeEach
    void connect() {
        mappers = new TestMappers(TestEngines.database(), 60_000);
        monitor = new ClockOffsetMonitor(
                mappers.get(ProcedureMapper.class), clock, new ClockTolerance(Duration.ofSeconds(30)), meters);
    }

    @AfterEach
    void close() {
        logged.close();
        mappers.close();
    }

    @Test
    void theDifferenceIsMeasuredAndEachCrossingOfTheBoundIsLoggedOnce() {
        assertThat(seconds("seckill.clock.offset")).isNaN();
        measure();
        assertThat(monitor.reason()).isEmpty();
        assertThat(seconds("seckill.clock.offset")).isCloseTo(0, within(0.1 + seconds("seckill.clock.uncertainty")));

        clock.by = Duration.ofHours(-8);
        measure();
        measure();
        assertThat(monitor.reason())
                .hasValueSatisfying(why -> assertThat(why).contains("behind the database's", "30000 ms"));
        assertThat(seconds("seckill.clock.offset"))
                .isCloseTo(8 * 3600, within(0.1 + seconds("seckill.clock.uncertainty")));

        clock.by = Duration.ofSeconds(100);
        measure();
        assertThat(monitor.reason()).hasValueSatisfying(why -> assertThat(why).contains("ahead of the database's"));
        clock.by = Duration.ofSeconds(1);
        measure();
        assertThat(monitor.reason()).isEmpty();
        assertThat(logged.all()).hasSize(2);
    }

    private void measure() {
        monitor.measure();
    }

    private double seconds(String gauge) {
        return meters.get(gauge).gauge().value();
    }
}
