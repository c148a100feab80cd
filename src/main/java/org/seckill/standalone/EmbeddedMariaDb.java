package org.seckill.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.seckill.server.LaunchFault;

/**
 * A real MariaDB on a free loopback port, with the empty schema {@code seckill} and one user who may do anything in
 * schemas whose names begin so. Every local user can reach the port, hence the generated password. Safe for use by many
 * threads.
 */
public final class EmbeddedMariaDb implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    // A socket address holds 108 bytes on Linux and 104 on macOS, the closing zero included.
    private static final int LONGEST_SOCKET = 100;

    private final EngineProcess process;
    private final MariaDbLogin login;
    private final Path socket;

    private EmbeddedMariaDb(EngineProcess process, MariaDbLogin login, Path socket) {
        this.process = process;
        this.login = login;
        this.socket = socket;
    }

    /**
     * Returns when the database answers. Data of an earlier run is kept.
     *
     * @param dir receives {@code mariadb/} (the data), {@code tmp/}, {@code mariadb.pid}, {@code mariadb.password} and
     *     {@code logs/}
     * @param binaries receives the programs, once for all
     * @throws LaunchFault when it does not start
     */
    public static EmbeddedMariaDb start(Path dir, Path binaries) {
        return start(dir, binaries, List.of());
    }

    /** As {@link #start(Path, Path)}, with more of the server's own options, such as {@code --log-bin}. */
    public static EmbeddedMariaDb start(Path dir, Path binaries, List<String> options) {
        Path home = dir.toAbsolutePath().normalize();
        MariaDbFiles files = install(home, binaries);
        return LoopbackPort.tryOn(log(home), port -> startOn(port, files, home, options, Map.of()));
    }

    /**
     * As {@link #start(Path, Path)}, on this port and no other.
     *
     * @param options in MariaDB's own words, such as {@code --log-bin}; they win over those of this class
     * @param environment of the server, beside what it needs
     */
    public static EmbeddedMariaDb startAt(
            int port, Path dir, Path binaries, List<String> options, Map<String, String> environment) {
        Path home = dir.toAbsolutePath().normalize();
        return startOn(port, install(home, binaries), home, options, environment);
    }

    public String jdbcUrl() {
        return login.url();
    }

    public String user() {
        return login.user();
    }

    public String password() {
        return login.password();
    }

    public int port() {
        return login.port();
    }

    /** The engine's process, for those who watch or kill it. */
    public long pid() {
        return process.pid();
    }

    /** A new connection, which the caller closes. */
    public Connection connect() throws SQLException {
        return login.connect();
    }

    /** Stops in order: what was committed is on the disk, and the next start needs no recovery. */
    @Override
    public void close() {
        process.close();
        delete(socket);
    }

    private static MariaDbFiles install(Path home, Path binaries) {
        try {
            PrivateFiles.makeFolder(home.resolve("logs"));
        } catch (IOException e) {
            throw new LaunchFault("cannot write to %s (%s)".formatted(home, e), e);
        }
        MariaDbFiles files = MariaDbFiles.in(binaries);
        files.install(home.resolve("mariadb"), home.resolve("logs/mariadb-install.log"));
        return files;
    }

    private static EmbeddedMariaDb startOn(
            int port, MariaDbFiles files, Path home, List<String> options, Map<String, String> environment) {
        String password = new KeptSecret(home.resolve("mariadb.password")).value();
        MariaDbLogin login = new MariaDbLogin(port, MariaDbAccounts.USER, password);
        Path socket = socket(home, login.port());
        Map<String, String> variables = new HashMap<>(files.environment(home.resolve("tmp")));
        variables.putAll(environment);
        try (MariaDbAccounts accounts = MariaDbAccounts.write(home.resolve("mariadb-accounts.sql"), login.password())) {
            List<String> words = words(files, home, login.port(), socket, accounts);
            words.addAll(options);
            EngineProcess process = EngineProcess.start(new EngineCommand(
                    "MariaDB",
                    words,
                    variables,
                    home,
                    log(home),
                    home.resolve("mariadb.pid"),
                    "if its data is damaged, move %s away and start again".formatted(home.resolve("mariadb"))));
            process.awaitReady(login::answers, START);
            return new EmbeddedMariaDb(process, login, socket);
        }
    }

    private static List<String> words(MariaDbFiles files, Path home, int port, Path socket, MariaDbAccounts accounts) {
        List<String> words = new ArrayList<>(List.of(
                files.server().toString(),
                "--no-defaults",
                "--basedir=" + files.base(),
                "--datadir=" + home.resolve("mariadb"),
                "--pid-file=" + home.resolve("mariadb").resolve("mariadbd.pid"),
                "--socket=" + socket,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--init-file=" + accounts.file(),
                "--skip-name-resolve",
                // Nothing to hide on the loopback interface, and a handshake less for every connection.
                "--skip-ssl",
                // No file of this machine can be read or written through SQL.
                "--local-infile=0",
                "--secure-file-priv=" + home.resolve("tmp"),
                "--max-connections=300",
                "--character-set-server=utf8mb4",
                // Never lose a confirmed purchase: the log is on the disk before a commit is answered.
                "--innodb-flush-log-at-trx-commit=1",
                "--innodb-buffer-pool-size=128M"));
        words.addAll(MariaDbFiles.asRoot());
        return words;
    }

    private static Path log(Path home) {
        return home.resolve("logs/mariadb.log");
    }

    private static Path socket(Path home, int port) {
        Path socket = home.resolve("mariadb.sock");
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET
                ? socket
                : Path.of(
                        System.getProperty("java.io.tmpdir"),
                        String.format(Locale.ROOT, "seckill-mariadb-%d.sock", port));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LaunchFault("cannot delete %s (%s)".formatted(file, e), e);
        }
    }
}
