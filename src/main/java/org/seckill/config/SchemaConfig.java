package org.seckill.config;

import java.sql.SQLException;
import org.seckill.schema.SchemaMigration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings the schema to this version, before anything else asks the database. */
@Configuration
class SchemaConfig {
    @Bean
    SchemaMigration schema(Settings settings) throws SQLException {
        SchemaMigration schema = of(settings.database());
        schema.run();
        return schema;
    }

    /** Nothing is migrated yet. */
    static SchemaMigration of(Settings.Database database) {
        return new SchemaMigration(database.url(), database.user(), database.password(), DataConfig.timeouts());
    }
}
