package org.seckill.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.seckill.server.StartupFailure;

/**
 * A real Redis on a free loopback port, which keeps its data in an append-only file. Every local user can reach the port,
 * hence the generated password and the rights: no client can read or write a file, stop the server, or change how it is
 * run. Safe for use by many threads.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    /** Of the binaries in the jar. */
    private static final String RELEASE = "7.0.15";

    private static final String NO_PASSWORD = "";

    private final EngineProcess process;
    private final int port;
    private final String password;

    private EmbeddedRedis(EngineProcess process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /**
     * Returns when Redis answers. Data of an earlier run is kept.
     *
     * @param dir receives {@code redis/} (the data), {@code redis.conf}, {@code redis.pid}, {@code redis.password} and
     *     {@code logs/}
     * @param binaries receives the program, once for all
     * @throws StartupFailure when it does not start
     */
    public static EmbeddedRedis start(Path dir, Path binaries) {
        Path home = prepare(dir);
        Path program = program(binaries.toAbsolutePath());
        String password = new SecretFile(home.resolve("redis.password")).value();
        return LoopbackPort.tryOn(log(home), port -> startOn(port, program, home, password, List.of()));
    }

    /** As {@link #start}, without a password and with all commands: for tests and measurements. */
    public static EmbeddedRedis startOpen(Path dir, Path binaries) {
        Path home = prepare(dir);
        Path program = program(binaries.toAbsolutePath());
        return LoopbackPort.tryOn(log(home), port -> startOn(port, program, home, NO_PASSWORD, List.of()));
    }

    /**
     * As {@link #startOpen}, on this port and no other.
     *
     * @param settings in Redis' own words, such as {@code --appendfsync always}; they win over those of this class
     */
    public static EmbeddedRedis startAt(int port, Path dir, Path binaries, List<String> settings) {
        return startOn(port, program(binaries.toAbsolutePath()), prepare(dir), NO_PASSWORD, settings);
    }

    /** With the password, where there is one. */
    public String url() {
        String login = password.isEmpty() ? "" : ":" + password + "@";
        return "redis://" + login + "127.0.0.1:" + port + "/0";
    }

    public int port() {
        return port;
    }

    /** The engine's process, for those who watch or kill it. */
    public long pid() {
        return process.pid();
    }

    /** Forgets these keys, whether or not they exist. */
    public void delete(Stream<String> keys) {
        String[] words = Stream.concat(Stream.of("DEL"), keys).toArray(String[]::new);
        try {
            String answer = RespSocket.ask(port, password, words);
            if (!answer.startsWith(":")) {
                throw new IOException(answer);
            }
        } catch (IOException e) {
            throw new StartupFailure("Redis started, but does not answer (%s)".formatted(e.getMessage()), e);
        }
    }

    /** Stops in order: what was written is on the disk. */
    @Override
    public void close() {
        process.close();
    }

    private static Path prepare(Path dir) {
        Path home = dir.toAbsolutePath().normalize();
        try {
            PrivateFiles.makeFolder(home.resolve("logs"));
            PrivateFiles.makeFolder(data(home));
            return home;
        } catch (IOException e) {
            throw new StartupFailure("cannot write to %s (%s)".formatted(home, e), e);
        }
    }

    private static EmbeddedRedis startOn(int port, Path program, Path home, String password, List<String> settings) {
        // In a file: every local user can read a command line.
        Path configuration = home.resolve("redis.conf");
        try {
            PrivateFiles.replace(configuration, configuration(port, home, password));
        } catch (IOException e) {
            throw new StartupFailure("cannot write %s (%s)".formatted(configuration, e), e);
        }
        EngineProcess process = EngineProcess.start(new EngineCommand(
                "Redis",
                Stream.concat(Stream.of(program.toString(), configuration.toString()), settings.stream())
                        .toList(),
                Map.of(),
                home,
                log(home),
                home.resolve("redis.pid"),
                "if its data is damaged, move %s away and start again".formatted(data(home))));
        process.awaitReady(() -> answers(port, password), START);
        return new EmbeddedRedis(process, port, password);
    }

    private static String configuration(int port, Path home, String password) {
        String folder = data(home).toString().replace("\\", "\\\\").replace("\"", "\\\"");
        // Killed in mid-write: the half record at the end goes, and Redis starts.
        return String.format(Locale.ROOT, """
                port %d
                bind 127.0.0.1
                dir "%s"
                daemonize no
                save ""
                appendonly yes
                appendfsync everysec
                aof-load-truncated yes
                %s
                """, port, folder, password.isEmpty() ? "" : rights(password));
    }

    /** All that reads and writes data; of what administers the server only what tells of it and shortens its file. */
    private static String rights(String password) {
        return "user default on >%s ~* &* +@all -@admin -@dangerous +info +bgrewriteaof +client|setname"
                .formatted(password);
    }

    private static boolean answers(int port, String password) {
        try {
            return RespSocket.ask(port, password, "PING").equals("+PONG");
        } catch (IOException e) {
            // Not yet: the caller asks again, and in the end reports the engine's own log.
            return false;
        }
    }

    private static Path program(Path binaries) {
        String name = "redis-server-%s-%s".formatted(RELEASE, system());
        Path folder = binaries.resolve("redis-" + RELEASE);
        AtomicFolder.make(folder, partial -> unpack(name, partial.resolve(name)));
        return folder.resolve(name);
    }

    private static void unpack(String name, Path program) throws IOException {
        try (InputStream binary = EmbeddedRedis.class.getResourceAsStream("/" + name)) {
            if (binary == null) {
                throw new StartupFailure(
                        "there is no Redis for this system (%s): run one, and set SECKILL_REDIS_URL to it"
                                .formatted(system()));
            }
            Files.copy(binary, program);
        }
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + program + " executable");
        }
    }

    /** As the names of the binaries end, such as {@code linux-amd64}. */
    private static String system() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = switch (System.getProperty("os.arch")) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "x86", "i386", "i586", "i686" -> "386";
            default -> System.getProperty("os.arch");
        };
        return (os.startsWith("mac") ? "darwin" : os.replaceFirst(" .*", "")) + "-" + processor;
    }

    private static Path data(Path home) {
        return home.resolve("redis");
    }

    private static Path log(Path home) {
        return home.resolve("logs/redis.log");
    }
}
