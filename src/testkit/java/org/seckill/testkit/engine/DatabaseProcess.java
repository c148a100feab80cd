package org.seckill.testkit.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.seckill.engine.EmbeddedMariaDb;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.RestartableProcess;
import org.seckill.testkit.run.TestFolders;

/** A database server that can be killed: MariaDB, or MySQL 8 if {@code seckill.test.mysql} names its unpacked folder. */
public final class DatabaseProcess extends RestartableProcess {
    private static final String MYSQL = System.getProperty("seckill.test.mysql", "");

    private final Path home;
    private final int port = Program.freePort();
    private volatile Database database = new Database("", "", "");

    private final List<String> settings;
    private final Map<String, String> environment;

    public DatabaseProcess(Path home) {
        this("database", home, List.of(), Map.of());
    }

    /** @param settings options of the server's command line: those of MySQL if {@link #isMySql}, else those of MariaDB */
    DatabaseProcess(String name, Path home, List<String> settings, Map<String, String> environment) {
        super(name);
        this.home = home.resolve(name);
        this.settings = settings;
        this.environment = environment;
    }

    /** Whether servers are MySQL; otherwise they are MariaDB. */
    static boolean isMySql() {
        return !MYSQL.isEmpty();
    }

    /** The folder of its data, logs and secrets. */
    Path home() {
        return home;
    }

    public int port() {
        return port;
    }

    /** Only after the start. */
    public Database database() {
        return database;
    }

    /** Runs one statement with all rights. */
    public void administer(String sql) {
        DatabaseAdministrator.run(database, sql);
    }

    /** Makes the server refuse all writes, or accept them again. */
    public void readOnly(boolean yes) {
        // The tests' account on MySQL is an administrator, to whom read_only does not apply.
        String variable = MYSQL.isEmpty() || !yes ? "read_only" : "super_read_only";
        administer("SET GLOBAL " + variable + " = " + (yes ? 1 : 0));
    }

    @Override
    public Running launch() {
        return MYSQL.isEmpty() ? mariaDb() : mySql(Path.of(MYSQL));
    }

    private Running mariaDb() {
        EmbeddedMariaDb server = EmbeddedMariaDb.startAt(port, home, TestFolders.BINARIES, settings, environment);
        database = new Database(server.jdbcUrl(), server.user(), server.password());
        return new Running(server.pid(), server::close);
    }

    private Running mySql(Path binaries) {
        MySqlServer server = MySqlServer.startAt(port, binaries, home, settings, environment);
        database = server.database();
        return new Running(server.pid(), server::close);
    }
}
