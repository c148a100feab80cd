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
 * Brings a schema to the version of this program. What the migration needs is checked before anything changes. Each
 * step is safe to repeat: a failed or killed migration is taken up where it stopped by the next start. Nodes that start
 * together wait for each other on Flyway's lock.
 *
 * <p>A statement that waits for a table's metadata lock, held by a dump for instance, makes all later readers of the
 * table wait behind it. So it waits for {@link #DEFINITION_WAIT} at most, and is repeated after a pause in which the
 * running nodes go on selling.
 */
public final class SchemaMigration {
    private static final Logger log = LoggerFactory.getLogger(SchemaMigration.class);

    /** In seconds, less than the nodes wait for an answer of the database. */
    private static final int DEFINITION_WAIT = 1;

    /** Strict, but a zero date that a row has already must not stop a statement that copies the table. */
    private static final String SESSION =
            "SET SESSION lock_wait_timeout = " + DEFINITION_WAIT + ", sql_mode = 'STRICT_TRANS_TABLES'";

    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Another session held a lock, or another node's migration failed while this one waited for it. */
    private static final Set<Integer> LOCKED =
            Set.of(MysqlErrorNumbers.ER_LOCK_WAIT_TIMEOUT, MysqlErrorNumbers.ER_LOCK_DEADLOCK);

    private final String url;
    private final Properties login;
    private final Flyway flyway;
    private final Duration patience;

    /** @param timeouts of the driver, as properties; a server that says nothing must not hold up the start for ever */
    public SchemaMigration(String url, String user, String password, Properties timeouts) {
        this(url, user, password, timeouts, PATIENCE);
    }

    SchemaMigration(String url, String user, String password, Properties timeouts, Duration patience) {
        this.url = url;
        this.patience = patience;
        this.login = new Properties();
        login.putAll(timeouts);
        login.setProperty("user", user);
        login.setProperty("password", password);
        this.flyway = Flyway.configure()
                // A connection of its own, without the pool's time-outs: a migration may copy a long table.
                .dataSource(url, user, password)
                .callbacks(new SessionSettings())
                .locations("classpath:sql/migration", "classpath:sql/procedure")
                // The tables of others may be in the schema; SchemaState refuses those that have our names.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    /**
     * Returns when the schema is of this version, or of a newer one, which is left as it is.
     *
     * @throws StartupFailure with one line that says what to do
     * @throws SQLException when the database cannot be asked
     */
    public void run() throws SQLException {
        // A database that takes no connection is another fault than a migration that fails.
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
                if (System.nanoTime() - begun > patience.toNanos()) {
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

    /** Changes nothing. @throws StartupFailure when the schema is not of this version */
    public void requireCurrent() throws SQLException {
        try (Connection connection = connect()) {
            SchemaState state = new SchemaState(connection, flyway);
            if (!state.isNewer() && state.isWorkLeft()) {
                throw new StartupFailure("the schema is older than this program: start a node of this version first");
            }
        }
    }

    /** @return false when another node's failure has to be taken up first */
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
            // The server answers; a statement of the migration may take its time.
            connection.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    // Flyway refuses a history with a failed entry, which another node may have left while this one waited.
    private boolean hasFailedElsewhere() throws SQLException {
        try (Connection connection = connect()) {
            return new SchemaState(connection, flyway).hasFailed();
        }
    }

    /** For Flyway's own connections. */
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
                "the schema cannot be migrated (%s): mend that and start again, which goes on where it stopped"
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
