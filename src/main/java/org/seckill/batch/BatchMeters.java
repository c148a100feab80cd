package org.seckill.batch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The metrics of a desk's batches. All meters except the lanes' are registered at construction: recording needs no
 * look-up, and an event that never happened reads as 0. Thread-safe.
 */
public final class BatchMeters {
    private final MeterRegistry registry;
    private final String prefix;
    private final DistributionSummary batchSize;
    private final Timer commit;
    private final Timer wait;
    private final Counter unknownCommits;
    private final Counter unknownOrders;
    private final Counter retried;
    private final Counter splits;

    /** @param prefix of all names, with a dot at its end */
    public BatchMeters(MeterRegistry registry, String prefix) {
        this.registry = registry;
        this.prefix = prefix;
        batchSize = DistributionSummary.builder(prefix + "batch.size")
                .description("Orders that the engine answered in one call")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
                .register(registry);
        commit = timer("commit", "Duration of one call of the engine");
        wait = timer("lane.wait", "Time from an order's arrival until it left its lane, with a batch or refused");
        unknownCommits = counter("commit.unknown", "Calls whose connection was lost before the answer");
        unknownOrders = counter("commit.unknown.orders", "Orders in calls whose connection was lost");
        retried = counter("orders.retried", "Orders that were sent again");
        splits = counter("batch.splits", "Batches that were halved: one order at fault, or too large for a packet");
    }

    /** A call was answered, and is therefore committed. */
    void committed(int orders, long nanos) {
        batchSize.record(orders);
        commit.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A call was lost with its connection: whether it is committed is unknown. */
    void unknownCommit(int orders) {
        unknownCommits.increment();
        unknownOrders.increment(orders);
    }

    /** @param orders of a call that had been sent before */
    void retried(int orders) {
        retried.increment(orders);
    }

    /** A batch is halved. */
    void split() {
        splits.increment();
    }

    /** An order left its lane, with a batch or refused. */
    void waited(long nanos) {
        wait.record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Registers the gauge of a sale's lane; once per sale until {@link #forgetLane}.
     *
     * @param depth called by any thread that reads the metrics; must not block
     */
    void watchLane(long sale, IntSupplier depth) {
        Gauge.builder(prefix + "lane.depth", depth, IntSupplier::getAsInt)
                .description("Orders that wait in the sale's lane")
                .tag("sale", Long.toString(sale))
                .strongReference(true)
                .register(registry);
    }

    /** Removes the gauge of a lane that is retired. */
    void forgetLane(long sale) {
        Tags tags = Tags.of("sale", Long.toString(sale));
        registry.remove(new Meter.Id(prefix + "lane.depth", tags, null, null, Meter.Type.GAUGE));
    }

    private Counter counter(String name, String description) {
        return Counter.builder(prefix + name).description(description).register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(prefix + name).description(description).register(registry);
    }
}
