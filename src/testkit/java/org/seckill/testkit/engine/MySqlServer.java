package org.seckill.testkit.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.seckill.engine.EngineCommand;
import org.seckill.engine.EngineProcess;
import org.seckill.testkit.run.Program;

/** A real MySQL 8 server for tests. Needs Debian's libaio1. */
public final class MySqlServer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final EngineProcess process;
    private final int port;

    private MySqlServer(EngineProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param binaries the unpacked distribution */
    public static MySqlServer start(Path binaries, Path home) {
        return startAt(Program.freePort(), binaries, home, List.of(), Map.of());
    }

    /**
     * As {@link #start}, on this port. Keeps the data of an earlier start.
     *
     * @param settings options of MySQL's command line, such as {@code --server-id=2}
     */
    public static MySqlServer startAt(
            int port, Path binaries, Path home, List<String> settings, Map<String, String> environment) {
        Path program = binaries.resolve("bin/mysqld");
        Path data = home.resolve("mysql");
        try {
            Files.createDirectories(home.resolve("logs"));
            program.toFile().setExecutable(true);
            if (!Files.exists(data)) {
                initialize(program, data, home);
            }
            MySqlServer server = new MySqlServer(run(program, data, home, port, settings, environment), port);
            server.process.awaitReady(server::answers, TIMEOUT);
            server.createSchema();
            return server;
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
        }
    }

    public Database database() {
        return new Database("jdbc:mysql://127.0.0.1:" + port + "/seckill", "root", "");
    }

    /** The process id of the server. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.stop(TIMEOUT);
    }

    private static void initialize(Path program, Path data, Path home) throws IOException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--no-defaults",
                        "--initialize-insecure",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + data)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("logs/mysql-initialize.log").toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(
                        "mysqld --initialize failed, see logs in " + home + "; on Debian: apt-get install libaio1");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static EngineProcess run(
            Path program, Path data, Path home, int port, List<String> settings, Map<String, String> environment) {
        List<String> words = new ArrayList<>(List.of(
                program.toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--mysqlx=0",
                // No TLS: the proxies have to read the requests.
                "--tls-version=",
                "--max-connections=300",
                "--socket=" + Path.of("/tmp", "seckill-mysql-" + port + ".sock")));
        words.addAll(settings);
        return EngineProcess.start(new EngineCommand(
                "MySQL",
                words,
                environment,
                home,
                home.resolve("logs/mysql.log"),
                home.resolve("mysql.pid"),
                "look at the log"));
    }

    private boolean answers() {
        try {
            connect().close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private void createSchema() throws SQLException {
        try (Connection connection = connect()) {
            connection.createStatement().execute("CREATE DATABASE IF NOT EXISTS seckill CHARACTER SET utf8mb4");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:mysql://127.0.0.1:" + port + "/", "root", "");
    }
}
