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
 * A Redis server on a free loopback port, with an append-only file. Every local user can reach the port, so the
 * password is generated and the rights are limited: no client can read or write files, stop the server, or change its
 * configuration. Thread-safe.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    /** The version of the binaries in the jar. */
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
     * Starts Redis and returns when it answers. Keeps the data of an earlier run.
     *
     * @param dir receives {@code redis/} (the data), {@code redis.conf}, {@code redis.pid}, {@code redis.password} and
     *     {@code logs/}
     * @param binaries receives the program; several servers may share it
     * @throws StartupFailure if it does not start
     */
    public static EmbeddedRedis start(Path dir, Path binaries) {
        Path home = prepare(dir);
        Path program = program(binaries.toAbsolutePath());
        String password = new SecretFile(home.resolve("redis.password")).value();
        return LoopbackPort.tryOn(log(home), port -> startOn(port, program, home, password, List.of()));
    }

    /** As {@link #start}, without a password and with all commands allowed: for tests and benchmarks. */
    public static EmbeddedRedis startOpen(Path dir, Path binaries) {
        Path home = prepare(dir);
        Path program = program(binaries.toAbsolutePath());
        return LoopbackPort.tryOn(log(home), port -> startOn(port, program, home, NO_PASSWORD, List.of()));
    }

    /**
     * As {@link #startOpen}, on the given port.
     *
     * @param settings options of the Redis command line, such as {@code --appendfsync always}; they override those of
     *     this class
     */
    public static EmbeddedRedis startAt(int port, Path dir, Path binaries, List<String> settings) {
        return startOn(port, program(binaries.toAbsolutePath()), prepare(dir), NO_PASSWORD, settings);
    }

    /** The URL of Redis, including the password if there is one. */
    public String url() {
        String login = password.isEmpty() ? "" : ":" + password + "@";
        return "redis://" + login + "127.0.0.1:" + port + "/0";
    }

    public int port() {
        return port;
    }

    /** The process id of the server. */
    public long pid() {
        return process.pid();
    }

    /** Deletes the keys that exist. */
    public void delete(Stream<String> keys) {
        RedisConnection.delete(port, password, keys.toArray(String[]::new));
    }

    /** Stops Redis cleanly: all writes are on the disk. */
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
        // The password is in a file, because every local user can read a command line.
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
        process.awaitReady(() -> RedisConnection.answers(port, password), START);
        return new EmbeddedRedis(process, port, password);
    }

    private static String configuration(int port, Path home, String password) {
        String folder = data(home).toString().replace("\\", "\\\\").replace("\"", "\\\"");
        // aof-load-truncated: after a kill during a write, Redis drops the incomplete record and starts.
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

    /** Allows all commands that read or write data, and few administrative ones: INFO, BGREWRITEAOF, CLIENT SETNAME. */
    private static String rights(String password) {
        return "user default on >%s ~* &* +@all -@admin -@dangerous +info +bgrewriteaof +client|setname"
                .formatted(password);
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

    /** The suffix of the binary's name for this machine, such as {@code linux-amd64}. */
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
