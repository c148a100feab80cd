package org.seckill.config;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Mapper;
import org.mybatis.spring.SqlSessionFactoryBean;
import org.mybatis.spring.annotation.MapperScan;
import org.seckill.procedure.OrderResultMapper;
import org.seckill.purchase.PurchaseRowMapper;
import org.seckill.schema.SchemaMigration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** MySQL: pooled, when its schema is as it has to be, and mapped. */
@Configuration
@MapperScan(basePackages = "org.seckill", annotationClass = Mapper.class)
class DataConfig {
    /** The names of the pool's threads begin so. */
    static final String POOL = "seckill";

    /** How long one answer of the database is waited for before the connection counts as dead. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /**
     * In seconds, less than {@link #SOCKET_TIMEOUT}: whoever waits for a sale's row gives up in the database and
     * says so. The other way round a session would go on waiting after its client left, and record at last
     * what the client was told is not.
     */
    private static final int LOCK_WAIT = 2;

    /**
     * In seconds, more than {@link #SOCKET_TIMEOUT}: it ends waits for a table's definition, with the same error as
     * above, also after a commit. Nobody may hear that error then and take the commit for rolled back.
     */
    private static final long DEFINITION_WAIT = 2 * SOCKET_TIMEOUT.toSeconds();

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(Settings settings, SchemaMigration migrated, MeterRegistry meters) {
        Settings.Database database = settings.database();
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(POOL);
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(database.pool());
        pool.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
        pool.setValidationTimeout(1000);
        pool.setConnectionInitSql(String.format(
                Locale.ROOT,
                "SET SESSION innodb_lock_wait_timeout = %d, lock_wait_timeout = %d",
                LOCK_WAIT,
                DEFINITION_WAIT));
        pool.setMetricRegistry(meters);
        pool.setDataSourceProperties(timeouts());
        // Instants stay instants whatever zone the server's session speaks.
        pool.addDataSourceProperty("connectionTimeZone", "UTC");
        pool.addDataSourceProperty("forceConnectionTimeZoneToSession", "true");
        // A zero date, which a server in non-strict mode accepts, must not fail a whole result.
        pool.addDataSourceProperty("zeroDateTimeBehavior", "CONVERT_TO_NULL");
        SessionEviction eviction = new SessionEviction();
        pool.setExceptionOverride(eviction);
        HikariDataSource connections = new HikariDataSource(pool);
        eviction.watch(connections);
        return connections;
    }

    @Bean
    TransactionTemplate transactions(DataSource dataSource) {
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        return transactions;
    }

    @Bean
    SqlSessionFactoryBean sqlSessionFactory(DataSource dataSource) throws IOException {
        SqlSessionFactoryBean factory = new SqlSessionFactoryBean();
        factory.setDataSource(dataSource);
        // A mapper's logger would print the parameters of each statement, phone numbers too, at the level of ours.
        org.apache.ibatis.session.Configuration mybatis = new org.apache.ibatis.session.Configuration();
        mybatis.setLogPrefix("mybatis.");
        factory.setConfiguration(mybatis);
        factory.setTypeHandlers(new OrderResultMapper(), new PurchaseRowMapper());
        factory.setMapperLocations(
                new PathMatchingResourcePatternResolver().getResources("classpath*:org/seckill/**/*Mapper.xml"));
        return factory;
    }

    /** As text: Connector/J overlooks properties that are not, and says nothing. */
    static Properties timeouts() {
        Properties timeouts = new Properties();
        timeouts.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toMillis()));
        timeouts.setProperty("socketTimeout", Long.toString(SOCKET_TIMEOUT.toMillis()));
        return timeouts;
    }
}
