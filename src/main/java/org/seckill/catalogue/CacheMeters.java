package org.seckill.catalogue;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** Metrics of the catalogue's cache levels. A level is read when the levels above it have no answer. */
@Component
final class CacheMeters {
    private final MeterRegistry registry;

    CacheMeters(MeterRegistry registry, Catalogue catalogue, RedisSales redis) {
        this.registry = registry;
        register("near", catalogue.nearReads());
        register("redis", redis.reads());
        register("mysql", catalogue.databaseReads());
    }

    private void register(String level, CacheReads reads) {
        count(level, "hit", reads, CacheReads::hits);
        count(level, "miss", reads, CacheReads::misses);
        count(level, "failed", reads, CacheReads::failures);
    }

    private void count(String level, String result, CacheReads reads, ToDoubleFunction<CacheReads> value) {
        FunctionCounter.builder("seckill.cache.reads", reads, value)
                .description("Reads of one sale, by cache level")
                .tag("level", level)
                .tag("result", result)
                .register(registry);
    }
}
