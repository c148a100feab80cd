package org.seckill.config;

import com.mysql.cj.jdbc.Driver;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings the schema to this version, before anything else asks the database. */
@Configuration
class SchemaConfig {
    @Bean
    Flyway flyway(Settings settings) throws SQLException {
        Flyway flyway = flyway(settings.database());
        flyway.migrate();
        return flyway;
    }

    /** Nothing is migrated yet. */
    static Flyway flyway(Settings.Database database) throws SQLException {
        requireAnswer(database);
        return Flyway.configure()
                // A connection of its own, without the pool's short time-outs: a migration may take its time.
                .dataSource(database.url(), database.user(), database.password())
                .locations("classpath:sql/migration", "classpath:sql/procedure")
                .load();
    }

    /** A migration is waited for as long as it takes, but not a server that accepts connections and says nothing. */
    private static void requireAnswer(Settings.Database database) throws SQLException {
        Properties login = DataConfig.timeouts();
        login.setProperty("user", database.user());
        login.setProperty("password", database.password());
        new Driver().connect(database.url(), login).close();
    }
}
