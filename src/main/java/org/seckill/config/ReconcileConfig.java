package org.seckill.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import org.seckill.reservation.QueueLimits;
import org.seckill.schema.SchemaMigration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The beans that {@link ReconcileCommand} needs. It starts no desk and no stream consumers. */
@Configuration
@ComponentScan(
        basePackages = {"org.seckill.reconcile", "org.seckill.redis", "org.seckill.reservation"},
        lazyInit = true)
class ReconcileConfig {
    /** Requires a schema of this version and does not migrate it: the command may only read. */
    @Bean
    SchemaMigration schema(Settings settings) throws SQLException {
        SchemaMigration schema = SchemaConfig.of(settings.database());
        schema.requireCurrent();
        return schema;
    }

    @Bean
    QueueLimits queueLimits(Settings settings) {
        return settings.queue();
    }

    @Bean
    MeterRegistry meterRegistry() {
        return new SimpleMeterRegistry();
    }
}
