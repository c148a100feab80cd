package org.seckill.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.seckill.queue.QueueLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** What a comparison needs of the application, and nothing that sells or that drains. */
@Configuration
@ComponentScan(basePackages = "org.seckill.queue", lazyInit = true)
class ReconcileConfig {
    /** A schema of this version; whoever only looks does not migrate it. */
    @Bean
    Flyway flyway(Settings settings) throws SQLException {
        Flyway flyway = SchemaConfig.flyway(settings.database());
        if (flyway.info().pending().length > 0) {
            throw new IllegalStateException(
                    "the schema is older than this program: start a node of this version first");
        }
        return flyway;
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
