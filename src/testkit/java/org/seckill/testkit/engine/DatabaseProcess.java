package org.seckill.testkit.engine;

import java.nio.file.Path;
import org.seckill.engine.EmbeddedMariaDb;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.RestartableProcess;
import org.seckill.testkit.run.TestFolders;

/** The database server: MariaDB, or MySQL 8 where {@code seckill.test.mysql} names its unpacked folder. */
public final class DatabaseProcess extends RestartableProcess {
    private static final String MYSQL = System.getProperty("seckill.test.mysql", "");

    private final Path home;
    private final int port = Program.freePort();
    private Database database = new Database("", "", "");

    public DatabaseProcess(Path home) {
        super("database");
        this.home = home.resolve("database");
    }

    /** Once it has been started. */
    public Database database() {
        return database;
    }

    /** One statement with all rights. */
    public void administer(String sql) {
        DatabaseAdministrator.run(database, sql);
    }

    /** Refuses every write, or takes them again. */
    public void readOnly(boolean yes) {
        // MySQL's account of the tests is an administrator, whom read_only does not concern.
        String variable = MYSQL.isEmpty() || !yes ? "read_only" : "super_read_only";
        administer("SET GLOBAL " + variable + " = " + (yes ? 1 : 0));
    }

    @Override
    public Running launch() {
        return MYSQL.isEmpty() ? mariaDb() : mySql(Path.of(MYSQL));
    }

    private Running mariaDb() {
        EmbeddedMariaDb server = EmbeddedMariaDb.startAt(port, home, TestFolders.BINARIES);
        database = new Database(server.jdbcUrl(), server.user(), server.password());
        return new Running(server.pid(), server::close);
    }

    private Running mySql(Path binaries) {
        MySqlServer server = MySqlServer.startAt(port, binaries, home);
        database = server.database();
        return new Running(server.pid(), server::close);
    }
}
