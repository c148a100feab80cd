package org.seckill.catalogue;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** Which level of the catalogue's caches answers how often. A level is asked when those above it have no answer. */
@Component
final class CacheMeters {
    private final MeterRegistry registry;

    CacheMeters(MeterRegistry registry, Catalogue catalogue, RedisSales redis) {
        this.registry = registry;
        tell("near", catalogue.nearReads());
        tell("redis", redis.reads());
        tell("mysql", catalogue.databaseReads());
    }

    private void tell(String level, CacheReads reads) {
        count(level, "hit", reads, CacheReads::hits);
        count(level, "miss", reads, CacheReads::misses);
        count(level, "failed", reads, CacheReads::failures);
    }

    private void count(String level, String result, CacheReads reads, ToDoubleFunction<CacheReads> counted) {
        FunctionCounter.builder("seckill.cache.reads", reads, counted)
                .description("Reads of one sale, by the level that was asked")
                .tag("level", level)
                .tag("result", result)
                .register(registry);
    }
}
