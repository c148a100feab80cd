package org.seckill.config;

import java.sql.SQLException;
import org.seckill.schema.SchemaMigration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Migrates the schema to this version before any other bean uses the database. */
@Configuration
class SchemaConfig {
    @Bean
    SchemaMigration schema(Settings settings) throws SQLException {
        SchemaMigration schema = of(settings.database());
        schema.run();
        return schema;
    }

    /** Creates the migration without running it. */
    static SchemaMigration of(Settings.Database database) {
        return new SchemaMigration(database.url(), database.user(), database.password(), DataConfig.timeouts());
    }
}
