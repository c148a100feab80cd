package org.seckill.parts;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.seckill.standalone.EmbeddedMariaDb;
import org.seckill.testing.Database;
import org.seckill.testing.DatabaseAdministrator;
import org.seckill.testing.Folders;
import org.seckill.testing.MySqlServer;
import org.seckill.testing.Program;

/** The database server: MariaDB, or MySQL 8 where {@code seckill.test.mysql} names its unpacked folder. */
public final class DatabasePart extends ProcessPart {
    private static final String MYSQL = System.getProperty("seckill.test.mysql", "");

    private final Path home;
    private final int port = Program.freePort();
    private volatile Database database = new Database("", "", "");

    private final List<String> settings;
    private final Map<String, String> environment;

    public DatabasePart(Path home) {
        this("database", home, List.of(), Map.of());
    }

    /** @param settings of the server, in its own words; they are MariaDB's or MySQL's, as {@link #isMySql} tells */
    DatabasePart(String name, Path home, List<String> settings, Map<String, String> environment) {
        super(name);
        this.home = home.resolve(name);
        this.settings = settings;
        this.environment = environment;
    }

    /** Or else MariaDB. */
    static boolean isMySql() {
        return !MYSQL.isEmpty();
    }

    /** Its data, its log and its secrets. */
    Path home() {
        return home;
    }

    /** Where it listens. */
    public int port() {
        return port;
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
    Running launch() {
        return MYSQL.isEmpty() ? mariaDb() : mySql(Path.of(MYSQL));
    }

    private Running mariaDb() {
        EmbeddedMariaDb server = EmbeddedMariaDb.startAt(port, home, Folders.BINARIES, settings, environment);
        database = new Database(server.jdbcUrl(), server.user(), server.password());
        return new Running(server.pid(), server::close);
    }

    private Running mySql(Path binaries) {
        MySqlServer server = MySqlServer.startAt(port, binaries, home, settings, environment);
        database = server.database();
        return new Running(server.pid(), server::close);
    }
}
