package org.seckill.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * Histogram buckets of this application's timers and of the times to acquire and use a pooled connection. There are few
 * buckets, because each one is a time series per tag value; their bounds are those that alerts and objectives use.
 */
public final class Buckets implements MeterFilter {
    private static final double[] BOUNDS_NANOS = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
            .toArray();

    private static final DistributionStatisticConfig HISTOGRAM = DistributionStatisticConfig.builder()
            .serviceLevelObjectives(BOUNDS_NANOS)
            .build();

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return id.getType() == Meter.Type.TIMER && hasHistogram(id.getName()) ? HISTOGRAM.merge(config) : config;
    }

    private static boolean hasHistogram(String name) {
        return name.startsWith("seckill.")
                || name.equals("hikaricp.connections.acquire")
                || name.equals("hikaricp.connections.usage");
    }
}
