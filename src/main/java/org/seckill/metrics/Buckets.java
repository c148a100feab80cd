package org.seckill.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * Which times are told as a histogram, and in which steps: ours, and how long a connection of the pool was waited for
 * and held. The steps are few, because each is a series for each tag, and lie where it is decided what is fast enough.
 */
public final class Buckets implements MeterFilter {
    private static final double[] NANOS = LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
            .toArray();

    private static final DistributionStatisticConfig STEPS =
            DistributionStatisticConfig.builder().serviceLevelObjectives(NANOS).build();

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return id.getType() == Meter.Type.TIMER && isTold(id.getName()) ? STEPS.merge(config) : config;
    }

    private static boolean isTold(String name) {
        return name.startsWith("seckill.")
                || name.equals("hikaricp.connections.acquire")
                || name.equals("hikaricp.connections.usage");
    }
}
