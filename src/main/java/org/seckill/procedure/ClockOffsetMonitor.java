package org.seckill.procedure;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Measures the offset between this node's clock and the database's. The database's clock decides a sale's window, the
 * node's clock drives the countdown of the pages. The reading is assigned to the middle of its round trip, with half of
 * the round trip as uncertainty (D. Mills, RFC 5905). Thread-safe.
 */
@Component
public final class ClockOffsetMonitor {
    private static final Logger log = LoggerFactory.getLogger(ClockOffsetMonitor.class);

    private final ProcedureMapper database;
    private final Clock clock;
    private final Duration bound;

    /** Null before the first measurement. */
    private volatile @Nullable Measured latest;

    /** @param offset the database's clock minus this node's: positive if the node is behind */
    private record Measured(Duration offset, Duration uncertainty) {
        boolean exceeds(Duration bound) {
            return offset.abs().minus(uncertainty).compareTo(bound) > 0;
        }
    }

    ClockOffsetMonitor(ProcedureMapper database, Clock clock, ClockTolerance tolerance, MeterRegistry registry) {
        this.database = database;
        this.clock = clock;
        this.bound = tolerance.bound();
        gauge(registry, "seckill.clock.offset", "The database's clock minus this node's", Measured::offset);
        // The old name, for one release.
        gauge(registry, "seckill.clock.difference", "Renamed: seckill.clock.offset", Measured::offset);
        gauge(registry, "seckill.clock.uncertainty", "The largest error of the offset", Measured::uncertainty);
    }

    /**
     * Reads the database's clock once.
     *
     * @throws DataAccessException when the database does not answer
     */
    public synchronized void measure() {
        long begun = System.nanoTime();
        Instant reading = database.databaseClock();
        Instant now = clock.instant();
        Duration half = Duration.ofNanos(System.nanoTime() - begun).dividedBy(2);
        boolean wasBeyond = reason().isPresent();
        latest = new Measured(Duration.between(now.minus(half), reading), half);
        Optional<String> reason = reason();
        if (reason.isPresent() != wasBeyond) {
            reason.ifPresentOrElse(
                    why -> log.warn("clock offset: {}", why),
                    () -> log.warn("this node's clock and the database's agree again"));
        }
    }

    /** Returns why this node is not ready, by the latest measurement; empty while the clocks agree. */
    public Optional<String> reason() {
        Measured measured = latest;
        if (measured == null || !measured.exceeds(bound)) {
            return Optional.empty();
        }
        String side = measured.offset.isNegative() ? "ahead of" : "behind";
        return Optional.of("this node's clock is " + measured.offset.abs().toMillis() + " ms " + side
                + " the database's, allowed are " + bound.toMillis() + " ms: check NTP on both");
    }

    private void gauge(MeterRegistry registry, String name, String description, Function<Measured, Duration> value) {
        ToDoubleFunction<ClockOffsetMonitor> seconds = of -> {
            Measured measured = of.latest;
            return measured == null ? Double.NaN : value.apply(measured).toNanos() / 1e9;
        };
        Gauge.builder(name, this, seconds)
                .description(description)
                .baseUnit("seconds")
                .register(registry);
    }
}
