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
 * How far this node's clock is from the database's, which decides a sale's window; the pages count down by the node's. The
 * database's answer belongs to the middle of its round trip, and half of the round trip is the uncertainty (D. Mills,
 * RFC 5905). Safe for use by any number of threads.
 */
@Component
public final class ClockOffsetMonitor {
    private static final Logger log = LoggerFactory.getLogger(ClockOffsetMonitor.class);

    private final ProcedureMapper database;
    private final Clock clock;
    private final Duration bound;

    /** Null before the first measurement. */
    private volatile @Nullable Measured latest;

    /** @param difference of the database's clock from this node's: positive where the node is behind */
    private record Measured(Duration difference, Duration uncertainty) {
        boolean exceeds(Duration bound) {
            return difference.abs().minus(uncertainty).compareTo(bound) > 0;
        }
    }

    ClockOffsetMonitor(ProcedureMapper database, Clock clock, ClockTolerance tolerance, MeterRegistry registry) {
        this.database = database;
        this.clock = clock;
        this.bound = tolerance.bound();
        gauge(registry, "seckill.clock.difference", "The database's clock less this node's", Measured::difference);
        gauge(registry, "seckill.clock.uncertainty", "By how much the difference may be wrong", Measured::uncertainty);
    }

    /**
     * Asks the database once.
     *
     * @throws DataAccessException when it does not tell
     */
    public synchronized void measure() {
        long begun = System.nanoTime();
        Instant told = database.databaseClock();
        Instant now = clock.instant();
        Duration half = Duration.ofNanos(System.nanoTime() - begun).dividedBy(2);
        boolean wasBeyond = reason().isPresent();
        latest = new Measured(Duration.between(now.minus(half), told), half);
        Optional<String> reason = reason();
        if (reason.isPresent() != wasBeyond) {
            reason.ifPresentOrElse(
                    why -> log.warn("clock difference: {}", why),
                    () -> log.warn("this node's clock and the database's agree again"));
        }
    }

    /** @return why the node should sell nothing, by the latest measurement; empty while the clocks agree */
    public Optional<String> reason() {
        Measured known = latest;
        if (known == null || !known.exceeds(bound)) {
            return Optional.empty();
        }
        String side = known.difference.isNegative() ? "ahead of" : "behind";
        return Optional.of("this node's clock is " + known.difference.abs().toMillis() + " ms " + side
                + " the database's, allowed are " + bound.toMillis() + " ms: check NTP on both");
    }

    private void gauge(MeterRegistry registry, String name, String description, Function<Measured, Duration> value) {
        ToDoubleFunction<ClockOffsetMonitor> seconds = of -> {
            Measured known = of.latest;
            return known == null ? Double.NaN : value.apply(known).toNanos() / 1e9;
        };
        Gauge.builder(name, this, seconds)
                .description(description)
                .baseUnit("seconds")
                .register(registry);
    }
}
