package org.seckill.soldout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The meters of the relay. All are registered at the start, so that they read as 0. Thread-safe. */
final class ZooKeeperMeters {
    private final Timer relayed;
    private final Counter published;
    private final Counter withdrawn;
    private final Counter failures;
    private final Counter malformed;

    ZooKeeperMeters(MeterRegistry registry, BooleanSupplier connected) {
        Gauge.builder("seckill.zookeeper.connected", connected, is -> is.getAsBoolean() ? 1 : 0)
                .description("Whether this node is connected to ZooKeeper: 1 or 0")
                .strongReference(true)
                .register(registry);
        relayed = Timer.builder("seckill.soldout.relay")
                .description("From the database's answer to another node until this one knows the mark")
                .register(registry);
        published = writes(registry, "published");
        withdrawn = writes(registry, "withdrawn");
        failures = failures(registry, "operation");
        malformed = failures(registry, "malformed");
    }

    /** Records how long another node's mark took to arrive. */
    void relayed(Duration age) {
        // The database's clock may be ahead of this node's.
        relayed.record(age.isNegative() ? Duration.ZERO : age);
    }

    void published() {
        published.increment();
    }

    void withdrawn() {
        withdrawn.increment();
    }

    void failed() {
        failures.increment();
    }

    void malformed() {
        malformed.increment();
    }

    private static Counter writes(MeterRegistry registry, String change) {
        return Counter.builder("seckill.soldout.writes")
                .description("Marks that this node wrote to ZooKeeper, or took back there")
                .tag("change", change)
                .register(registry);
    }

    private static Counter failures(MeterRegistry registry, String kind) {
        return Counter.builder("seckill.zookeeper.failures")
                .description("Calls of ZooKeeper that failed, and marks read there that are none")
                .tag("kind", kind)
                .register(registry);
    }
}
