package org.seckill.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What the queue does, counted. Safe for use by any number of threads. */
@Component
final class QueueMeters {
    private final MeterRegistry registry;
    private final Map<Drift, Counter> drifts = new EnumMap<>(Drift.class);
    private final Map<String, Counter> settled;
    private final Counter claimed;

    QueueMeters(MeterRegistry registry) {
        this.registry = registry;
        Arrays.stream(Drift.values()).forEach(kind -> drifts.put(kind, drift(kind)));
        settled = Stream.of("R", "H", "S", "C", "N", "B").collect(Collectors.toUnmodifiableMap(v -> v, this::verdict));
        claimed = Counter.builder("seckill.queue.claimed")
                .description("Entries that were taken over from a node that did not settle them")
                .register(registry);
    }

    void drift(Drift kind, long units) {
        Objects.requireNonNull(drifts.get(kind)).increment((double) units);
    }

    void settled(Settlement one) {
        Objects.requireNonNull(settled.get(one.verdict())).increment();
    }

    void claimed(int entries) {
        claimed.increment(entries);
    }

    /** @param waiting asked by any thread that reads the metrics; it must not block. Once for each sale */
    void watchStream(long sale, LongSupplier waiting) {
        Gauge.builder("seckill.queue.waiting", waiting, LongSupplier::getAsLong)
                .description("Entries in the sale's stream, when this node last looked")
                .tag("sale", Long.toString(sale))
                .strongReference(true)
                .register(registry);
    }

    private Counter drift(Drift kind) {
        return Counter.builder("seckill.queue.drift")
                .description("Units, entries or buyers about which Redis and the database differed")
                .tag("kind", kind.toString())
                .register(registry);
    }

    private Counter verdict(String verdict) {
        String name = switch (verdict) {
            case "R" -> "recorded";
            case "H" -> "repeat";
            case "S" -> "sold_out";
            case "C" -> "closed";
            case "N" -> "not_open";
            default -> "poison";
        };
        return Counter.builder("seckill.queue.settled")
                .description("Entries whose orders were decided and which left the stream")
                .tag("verdict", name)
                .register(registry);
    }
}
