package org.seckill.reconcile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.seckill.reconcile.Finding.Load;
import org.seckill.reservation.OrderState;
import org.seckill.reservation.RedisStream.Gauges;
import org.seckill.reservation.RedisStream.Settlement;
import org.springframework.stereotype.Component;

/** The metrics of the queue: drift, loads, settled and claimed entries. Thread-safe. */
@Component
public final class QueueMeters {
    private static final Map<OrderState, String> SETTLED = Map.of(
            OrderState.RECORDED, "recorded",
            OrderState.REPEAT, "repeat",
            OrderState.SOLD_OUT, "sold_out",
            OrderState.CLOSED, "closed",
            OrderState.NOT_OPEN, "not_open",
            OrderState.SET_ASIDE, "poison");

    private final MeterRegistry registry;
    private final Map<Drift, Counter> drifts = new EnumMap<>(Drift.class);
    /** The kind `ledger` under its old name, for one release. */
    private final Counter oldLedger;

    private final Map<OrderState, Counter> settled = new EnumMap<>(OrderState.class);
    private final Map<Load, Counter> loads = new EnumMap<>(Load.class);
    private final Counter claimed;
    private final MultiGauge oldest;
    private final MultiGauge poison;

    public QueueMeters(MeterRegistry registry) {
        this.registry = registry;
        Arrays.stream(Drift.values()).forEach(kind -> drifts.put(kind, drift(kind.toString())));
        oldLedger = drift("books");
        Stream.of(Load.FIRST, Load.RESTOCKED, Load.OUTDATED, Load.LOST).forEach(cause -> loads.put(cause, load(cause)));
        SETTLED.forEach((state, name) -> settled.put(state, settled(name)));
        claimed = Counter.builder("seckill.queue.claimed")
                .description("Entries that were taken over from a node that did not settle them")
                .register(registry);
        oldest = MultiGauge.builder("seckill.queue.oldest")
                .description("How long the first entry of the sale's stream has waited, when this node last looked")
                .baseUnit("seconds")
                .register(registry);
        poison = MultiGauge.builder("seckill.queue.poison")
                .description("Orders of the sale that were set aside, when this node last looked")
                .register(registry);
    }

    void drift(Drift kind, long units) {
        Objects.requireNonNull(drifts.get(kind)).increment((double) units);
        if (kind == Drift.LEDGER) {
            oldLedger.increment((double) units);
        }
    }

    void loaded(Load cause) {
        Objects.requireNonNull(loads.get(cause)).increment();
    }

    /** Sets the gauges of the given sales, and removes those of all others. */
    void watch(Map<Long, Gauges> sales) {
        oldest.register(rows(sales, one -> one.oldest().toMillis() / 1000.0), true);
        poison.register(rows(sales, one -> (double) one.poison()), true);
    }

    public void settled(Settlement one) {
        Objects.requireNonNull(settled.get(one.state())).increment();
    }

    public void claimed(int entries) {
        claimed.increment(entries);
    }

    /**
     * Registers the gauge of a sale's stream. Called once per sale, and again only after {@link #forgetStream}.
     *
     * @param waiting called by any thread that reads the metrics; must not block
     */
    public void watchStream(long sale, LongSupplier waiting) {
        Gauge.builder("seckill.queue.waiting", waiting, LongSupplier::getAsLong)
                .description("Entries in the sale's stream, when this node last looked")
                .tag("sale", Long.toString(sale))
                .strongReference(true)
                .register(registry);
    }

    /** Removes the gauge of a sale's stream. */
    public void forgetStream(long sale) {
        Tags tags = Tags.of("sale", Long.toString(sale));
        registry.remove(new Meter.Id("seckill.queue.waiting", tags, null, null, Meter.Type.GAUGE));
    }

    private static List<Row<?>> rows(Map<Long, Gauges> sales, ToDoubleFunction<Gauges> value) {
        return sales.entrySet().stream()
                .<Row<?>>map(sale ->
                        Row.of(Tags.of("sale", Long.toString(sale.getKey())), value.applyAsDouble(sale.getValue())))
                .toList();
    }

    private Counter load(Load cause) {
        return Counter.builder("seckill.queue.loads")
                .description("How often a sale's stock was loaded into Redis by this node")
                .tag("cause", cause.toString())
                .register(registry);
    }

    private Counter drift(String kind) {
        return Counter.builder("seckill.queue.drift")
                .description("Units, entries or buyers about which Redis and the database differed")
                .tag("kind", kind)
                .register(registry);
    }

    private Counter settled(String name) {
        return Counter.builder("seckill.queue.settled")
                .description("Entries whose orders were decided and which left the stream")
                .tag("result", name)
                // The old name, for one release.
                .tag("verdict", name)
                .register(registry);
    }
}
