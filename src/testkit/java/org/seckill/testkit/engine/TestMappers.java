package org.seckill.testkit.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import org.apache.ibatis.builder.xml.XMLMapperBuilder;
import org.apache.ibatis.io.Resources;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.mybatis.spring.SqlSessionTemplate;
import org.mybatis.spring.transaction.SpringManagedTransactionFactory;
import org.seckill.procedure.ProcedureMapper;
import org.seckill.purchase.PurchaseMapper;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Mappers on a small connection pool, for tests of one feature without the rest of the application. */
public final class TestMappers implements AutoCloseable {
    private final HikariDataSource pool;

    public TestMappers(Database database, int socketTimeoutMillis) {
        this(database, socketTimeoutMillis, 1000);
    }

    /** @param connectMillis the timeout of a connection, also of waiting for one of the pool */
    public TestMappers(Database database, int socketTimeoutMillis, int connectMillis) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(connectMillis);
        config.setValidationTimeout(connectMillis / 2);
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("connectionTimeZone", "UTC");
        config.addDataSourceProperty("forceConnectionTimeZoneToSession", "true");
        config.addDataSourceProperty("zeroDateTimeBehavior", "CONVERT_TO_NULL");
        config.addDataSourceProperty("connectTimeout", Integer.toString(connectMillis));
        config.addDataSourceProperty("socketTimeout", Integer.toString(socketTimeoutMillis));
        this.pool = new HikariDataSource(config);
    }

    public <M> M get(Class<M> mapper) {
        Configuration configuration =
                new Configuration(new Environment("test", new SpringManagedTransactionFactory(), pool));
        configuration.getTypeHandlerRegistry().register(new ProcedureMapper.OrderResultMapper());
        configuration.getTypeHandlerRegistry().register(new PurchaseMapper.PurchaseRowMapper());
        String xml = mapper.getName().replace('.', '/') + ".xml";
        try (InputStream resource = Resources.getResourceAsStream(xml)) {
            new XMLMapperBuilder(resource, configuration, xml, configuration.getSqlFragments()).parse();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new SqlSessionTemplate(new SqlSessionFactoryBuilder().build(configuration)).getMapper(mapper);
    }

    /** Transactions on the same pool, with the settings of the application. */
    public TransactionOperations transactions() {
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        return transactions;
    }

    @Override
    public void close() {
        pool.close();
    }
}
