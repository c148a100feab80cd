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
 * What the desk does, counted. Every meter but a lane's is there from the start, so that counting costs no look-up
 * and what never happened reads as 0. Safe for use by any number of threads.
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
        commit = timer("commit", "One call of the engine, until it is answered");
        wait = timer("lane.wait", "How long an order stood in its lane until a batch took it, or nobody would");
        unknownCommits = counter("commit.unknown", "Calls whose connection was lost before the answer");
        unknownOrders = counter("commit.unknown.orders", "Orders in calls whose connection was lost");
        retried = counter("orders.retried", "Orders that were sent once more");
        splits = counter("batch.splits", "Batches that were cut in two: one order at fault, or too many for a packet");
    }

    /** A call was answered, and so is committed. */
    void committed(int orders, long nanos) {
        batchSize.record(orders);
        commit.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A call with so many orders was lost with its connection: nobody knows yet whether it is committed. */
    void unknownCommit(int orders) {
        unknownCommits.increment();
        unknownOrders.increment(orders);
    }

    /** So many orders are sent that were sent before. */
    void retried(int orders) {
        retried.increment(orders);
    }

    /** A batch that failed by itself is cut in two. */
    void split() {
        splits.increment();
    }

    /** An order left its lane, in which it stood so long, with a batch or without. */
    void waited(long nanos) {
        wait.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** @param depth of a sale's lane, asked by any thread that reads the metrics; it must not block. Once for each sale, until it is forgotten */
    void watchLane(long sale, IntSupplier depth) {
        Gauge.builder(prefix + "lane.depth", depth, IntSupplier::getAsInt)
                .description("Orders that stand in the sale's lane")
                .tag("sale", Long.toString(sale))
                .strongReference(true)
                .register(registry);
    }

    /** Nobody has stood in the sale's lane for long. */
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
