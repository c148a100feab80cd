package org.seckill.schema;

import com.mysql.cj.exceptions.MysqlErrorNumbers;
import com.mysql.cj.jdbc.Driver;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;
import org.seckill.server.StartupFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates a schema to the version of this program. Checks all preconditions before it changes anything. Each step is
 * safe to repeat: the next start continues a failed or killed migration. Nodes that start together wait for each other
 * on Flyway's lock.
 *
 * <p>A statement that waits for a table's metadata lock, held by a dump for example, blocks all later readers of the
 * table. Therefore it waits for at most {@link #DEFINITION_WAIT}, and is repeated after a pause in which the running
 * nodes continue to sell.
 */
public final class SchemaMigration {
    private static final Logger log = LoggerFactory.getLogger(SchemaMigration.class);

    /** In seconds. Shorter than the nodes' timeout for an answer of the database. */
    private static final int DEFINITION_WAIT = 1;

    /** Strict, but without NO_ZERO_DATE: a statement that copies a table must accept existing rows with a zero date. */
    private static final String SESSION =
            "SET SESSION lock_wait_timeout = " + DEFINITION_WAIT + ", sql_mode = 'STRICT_TRANS_TABLES'";

    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Errors that may pass: another session held a lock, or another node's migration failed while this node waited. */
    private static final Set<Integer> LOCKED =
            Set.of(MysqlErrorNumbers.ER_LOCK_WAIT_TIMEOUT, MysqlErrorNumbers.ER_LOCK_DEADLOCK);

    private final String url;
    private final Properties login;
    private final Flyway flyway;
    private final Duration timeout;

    /** @param timeouts properties of the driver, so that a server that does not answer cannot block the start */
    public SchemaMigration(String url, String user, String password, Properties timeouts) {
        this(url, user, password, timeouts, TIMEOUT);
    }

    /** @param timeout how long to retry while other sessions hold locks */
    SchemaMigration(String url, String user, String password, Properties timeouts, Duration timeout) {
        this.url = url;
        this.timeout = timeout;
        this.login = new Properties();
        login.putAll(timeouts);
        login.setProperty("user", user);
        login.setProperty("password", password);
        this.flyway = Flyway.configure()
                // Connections without the pool's timeouts: a migration may copy a large table.
                .dataSource(url, user, password)
                .callbacks(new SessionSettings())
                .locations("classpath:sql/migration", "classpath:sql/procedure")
                // The schema may contain tables of other programs; SchemaState refuses those with the shop's names.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    /**
     * Migrates the schema. A schema of a newer version is not changed.
     *
     * @throws StartupFailure if it cannot be migrated; the message says what to do
     * @throws SQLException if the database cannot be reached
     */
    public void run() throws SQLException {
        // Outside the loop: a failure to connect is not a failed migration.
        connect().close();
        long begun = System.nanoTime();
        while (true) {
            try {
                if (migrate()) {
                    return;
                }
            } catch (FlywayException | SQLException e) {
                SQLException cause = sqlCause(e);
                boolean mayPass = cause == null ? hasFailedElsewhere() : LOCKED.contains(cause.getErrorCode());
                if (!mayPass) {
                    throw fault(cause == null ? e : cause, e);
                }
                if (System.nanoTime() - begun > timeout.toNanos()) {
                    throw new StartupFailure(
                            "the schema cannot be migrated, because another session uses a table of it, such as a dump or"
                                    + " an open transaction: end that session, or wait for its end, and start again",
                            e);
                }
                log.warn("the migration is tried again: {}", cause == null ? e.getMessage() : cause.getMessage());
            }
            pause();
        }
    }

    /**
     * Checks the schema without changing it.
     *
     * @throws StartupFailure if it is older than this program
     */
    public void requireCurrent() throws SQLException {
        try (Connection connection = connect()) {
            SchemaState state = new SchemaState(connection, flyway);
            if (!state.isNewer() && state.isWorkLeft()) {
                throw new StartupFailure("the schema is older than this program: start a node of this version first");
            }
        }
    }

    /** @return false if another node is migrating; the caller tries again later */
    private boolean migrate() throws SQLException {
        try (Connection connection = connect()) {
            ServerCheck.require(connection);
            FlywayLock lock = new FlywayLock(connection);
            boolean locked = lock.take();
            if (!locked) {
                log.info("another node migrates the schema: waiting for it");
                return false;
            }
            try {
                SchemaState state = new SchemaState(connection, flyway);
                state.requireOurs();
                if (state.isNewer()) {
                    log.warn("the schema is of a newer version of this program: it is left as it is");
                    state.requireProcedures();
                    return true;
                }
                if (state.isWorkLeft()) {
                    ServerCheck.requireWritable(connection);
                    Grants.of(connection).require(state.work());
                    try (Statement session = connection.createStatement()) {
                        session.execute(SESSION);
                    }
                    state.prepare();
                }
            } finally {
                lock.release();
            }
        }
        flyway.migrate();
        try (Connection connection = connect()) {
            new SchemaState(connection, flyway).requireProcedures();
        }
        return true;
    }

    private Connection connect() throws SQLException {
        Connection connection = new Driver().connect(url, login);
        try (Statement session = connection.createStatement()) {
            session.execute("SET SESSION lock_wait_timeout = " + DEFINITION_WAIT);
            // From now on without a timeout: a statement of the migration may take long.
            connection.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    // Flyway refuses a history with a failed entry. Another node may have added one while this node waited.
    private boolean hasFailedElsewhere() throws SQLException {
        try (Connection connection = connect()) {
            return new SchemaState(connection, flyway).hasFailed();
        }
    }

    /** Sets the session variables of Flyway's own connections. */
    private static final class SessionSettings extends BaseCallback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.AFTER_CONNECT;
        }

        @Override
        public void handle(Event event, Context context) {
            try (Statement session = context.getConnection().createStatement()) {
                session.execute(SESSION);
            } catch (SQLException e) {
                throw new FlywayException(e);
            }
        }
    }

    private static StartupFailure fault(Exception cause, Exception thrown) {
        return new StartupFailure(
                "the schema cannot be migrated (%s): correct that and start again; it continues where it stopped"
                        .formatted(cause.getMessage()),
                thrown);
    }

    private static @Nullable SQLException sqlCause(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("interrupted while the schema was migrated", e);
        }
    }
}
