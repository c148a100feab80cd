package org.seckill.testkit.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.seckill.engine.EmbeddedMariaDb;
import org.seckill.testkit.run.TestFolders;

/**
 * A database server of a test's own, with an administrator's way to it: MariaDB, or MySQL 8 where
 * {@code seckill.test.mysql} names its unpacked folder. The account of {@link #database} may not write while the server is
 * read-only.
 */
public final class PrivateDatabase implements AutoCloseable {
    private static final String MYSQL = System.getProperty("seckill.test.mysql", "");
    private static final String ACCOUNT = "shop";

    private final Path home = TestEngines.freshFolder();
    private final Database database;
    private final Database administrator;
    private final AutoCloseable server;

    private PrivateDatabase(List<String> mariaDbOptions) {
        if (MYSQL.isEmpty()) {
            EmbeddedMariaDb started = EmbeddedMariaDb.start(home, TestFolders.BINARIES, mariaDbOptions);
            server = started;
            administrator = new Database(started.jdbcUrl(), started.user(), started.password());
            administer("CREATE USER 'shop'@'127.0.0.1' IDENTIFIED BY 'shop'");
            administer("GRANT ALL ON `seckill%`.* TO 'shop'@'127.0.0.1'");
        } else {
            MySqlServer started = MySqlServer.start(Path.of(MYSQL), home);
            server = started;
            administrator = started.database();
            administrator.update("CREATE USER " + ACCOUNT + " IDENTIFIED WITH mysql_native_password BY 'shop'");
            administrator.update("GRANT ALL ON `seckill%`.* TO " + ACCOUNT);
        }
        // The same on each server, as after a failover.
        database = new Database(administrator.url(), ACCOUNT, ACCOUNT);
    }

    public static PrivateDatabase start() {
        return new PrivateDatabase(List.of());
    }

    /** With a binary log, which MySQL writes by default and MariaDB does not. */
    public static PrivateDatabase startWithBinaryLog() {
        return new PrivateDatabase(List.of("--log-bin=binlog", "--server-id=1"));
    }

    public Database database() {
        return database;
    }

    /** The account of {@link #database}, as in a GRANT. */
    public String account() {
        return MYSQL.isEmpty() ? "'shop'@'127.0.0.1'" : ACCOUNT;
    }

    /** What an application needs that sells from it. */
    public Map<String, String> settings(int port) {
        return Map.of(
                "SECKILL_DB_URL", database.at(port).url(),
                "SECKILL_DB_USER", database.user(),
                "SECKILL_DB_PASSWORD", database.password());
    }

    /** One statement with all rights. */
    public void administer(String sql) {
        DatabaseAdministrator.run(administrator, sql);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
