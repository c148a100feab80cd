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
import org.seckill.procedure.ProcedureMapper;
import org.seckill.purchase.PurchaseMapper;
import org.seckill.schema.SchemaMigration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Beans for MySQL: the connection pool (created after the schema migration), transactions and MyBatis. */
@Configuration
@MapperScan(basePackages = "org.seckill", annotationClass = Mapper.class)
class DataConfig {
    /** The name of the pool, and the prefix of its threads' names. */
    static final String POOL = "seckill";

    /** The longest wait for one answer of the database; after it, the connection counts as dead. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /**
     * The longest wait for a row lock, in seconds. It is shorter than {@link #SOCKET_TIMEOUT}, so that the database ends
     * the wait and the client gets the error. Otherwise a session could still be waiting after its client has given up,
     * and record an order later that the client has reported as not recorded.
     */
    private static final int LOCK_WAIT = 2;

    /**
     * The longest wait for a metadata lock, in seconds. MySQL reports its end with the same error as that of a row lock,
     * and can do so after a commit. It is longer than {@link #SOCKET_TIMEOUT}, so that the client never receives this
     * error and mistakes a commit for a rollback.
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
        // Instants do not depend on the time zone of the server.
        pool.addDataSourceProperty("connectionTimeZone", "UTC");
        pool.addDataSourceProperty("forceConnectionTimeZoneToSession", "true");
        // A row with a zero date, which a server in non-strict mode accepts, must not fail the whole query.
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
        // The loggers of mappers print statement parameters, including phone numbers. The prefix takes them out of the
        // logger org.seckill, whose level an operator may set to DEBUG.
        org.apache.ibatis.session.Configuration mybatis = new org.apache.ibatis.session.Configuration();
        mybatis.setLogPrefix("mybatis.");
        factory.setConfiguration(mybatis);
        factory.setTypeHandlers(new ProcedureMapper.OrderResultMapper(), new PurchaseMapper.PurchaseRowMapper());
        factory.setMapperLocations(
                new PathMatchingResourcePatternResolver().getResources("classpath*:org/seckill/**/*Mapper.xml"));
        return factory;
    }

    /** The timeouts as properties of Connector/J. The values are strings, because Connector/J ignores other types. */
    static Properties timeouts() {
        Properties timeouts = new Properties();
        timeouts.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toMillis()));
        timeouts.setProperty("socketTimeout", Long.toString(SOCKET_TIMEOUT.toMillis()));
        return timeouts;
    }
}
