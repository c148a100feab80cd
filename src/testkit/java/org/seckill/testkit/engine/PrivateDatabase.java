package org.seckill.testkit.engine;

import java.util.List;
import java.util.Map;

/**
 * A database server for one test, which may change its settings. The account of {@link #database} may not write while the
 * server is read-only.
 */
public final class PrivateDatabase implements AutoCloseable {
    private static final String ACCOUNT = "shop";

    private final DatabaseProcess server;
    private final Database database;

    private PrivateDatabase(List<String> settings) {
        server = new DatabaseProcess("database", TestEngines.freshFolder(), settings, Map.of());
        server.start();
        server.administer("CREATE USER " + account()
                + (DatabaseProcess.isMySql() ? " IDENTIFIED WITH mysql_native_password" : " IDENTIFIED") + " BY '"
                + ACCOUNT + "'");
        server.administer("GRANT ALL ON `seckill%`.* TO " + account());
        // Each server has the same account, as after a failover.
        database = new Database(server.database().url(), ACCOUNT, ACCOUNT);
        database.migrate();
    }

    public static PrivateDatabase start() {
        return new PrivateDatabase(List.of());
    }

    /** Starts a server with a binary log, which MySQL writes by default and MariaDB does not. */
    public static PrivateDatabase startWithBinaryLog() {
        return new PrivateDatabase(
                DatabaseProcess.isMySql() ? List.of() : List.of("--log-bin=binlog", "--server-id=1"));
    }

    /** A schema with the tables and procedures of this version. */
    public Database database() {
        return database;
    }

    /** The account of {@link #database}, as in a GRANT. */
    public String account() {
        return DatabaseProcess.isMySql() ? ACCOUNT : "'" + ACCOUNT + "'@'127.0.0.1'";
    }

    /** The settings of a node that uses this database at that port. */
    public Map<String, String> settings(int port) {
        return Map.of(
                "SECKILL_DB_URL", database.at(port).url(),
                "SECKILL_DB_USER", database.user(),
                "SECKILL_DB_PASSWORD", database.password());
    }

    /** Runs one statement with all rights. */
    public void administer(String sql) {
        server.administer(sql);
    }

    @Override
    public void close() {
        server.close();
    }
}
