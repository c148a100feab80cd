package org.seckill.standalone;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.seckill.server.LaunchFault;
import redis.embedded.core.ExecutableProvider;

/** A real Redis on a free loopback port, which keeps its data in an append-only file. Safe for use by many threads. */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    private final EngineProcess process;
    private final int port;

    private EmbeddedRedis(EngineProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Returns when Redis answers. Data of an earlier run is kept.
     *
     * @param dir receives {@code redis/} (the data), {@code redis.pid} and {@code logs/}
     * @param binaries receives the program, once for all
     * @throws LaunchFault when it does not start
     */
    public static EmbeddedRedis start(Path dir, Path binaries) {
        Path home = prepare(dir);
        Path program = program(binaries.toAbsolutePath());
        return LoopbackPort.tryOn(log(home), port -> startOn(port, program, home, List.of()));
    }

    /**
     * As {@link #start}, on this port and no other.
     *
     * @param settings in Redis' own words, such as {@code --appendfsync always}; they win over those of this class
     */
    public static EmbeddedRedis startAt(int port, Path dir, Path binaries, List<String> settings) {
        return startOn(port, program(binaries.toAbsolutePath()), prepare(dir), settings);
    }

    public String url() {
        return "redis://127.0.0.1:" + port + "/0";
    }

    public int port() {
        return port;
    }

    /** The engine's process, for those who watch or kill it. */
    public long pid() {
        return process.pid();
    }

    /** Forgets these keys, whether or not they exist. */
    void delete(Stream<String> keys) {
        String[] words = Stream.concat(Stream.of("DEL"), keys).toArray(String[]::new);
        try {
            RespSocket.ask(port, words);
        } catch (IOException e) {
            throw new LaunchFault("Redis started, but does not answer (%s)".formatted(e.getMessage()), e);
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
            Files.createDirectories(home.resolve("logs"));
            Files.createDirectories(data(home));
            return home;
        } catch (IOException e) {
            throw new LaunchFault("cannot write to %s (%s)".formatted(home, e), e);
        }
    }

    private static EmbeddedRedis startOn(int port, Path program, Path home, List<String> settings) {
        EngineProcess process = EngineProcess.start(new EngineCommand(
                "Redis",
                Stream.concat(words(port, program, home).stream(), settings.stream())
                        .toList(),
                Map.of(),
                home,
                log(home),
                home.resolve("redis.pid"),
                "if its data is damaged, move %s away and start again".formatted(data(home))));
        process.awaitReady(() -> answers(port), START);
        return new EmbeddedRedis(process, port);
    }

    private static List<String> words(int port, Path program, Path home) {
        return List.of(
                program.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                data(home).toString(),
                "--daemonize",
                "no",
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                // Killed in mid-write: the half record at the end goes, and Redis starts.
                "--aof-load-truncated",
                "yes");
    }

    private static boolean answers(int port) {
        try {
            return RespSocket.ask(port, "PING").equals("+PONG");
        } catch (IOException e) {
            // Not yet: the caller asks again, and in the end reports the engine's own log.
            return false;
        }
    }

    private static Path program(Path binaries) {
        Path folder = binaries.resolve("redis");
        WholeFolder.make(
                folder,
                partial -> ExecutableProvider.newJarResourceProvider(partial.toFile())
                        .get());
        try (DirectoryStream<Path> programs = Files.newDirectoryStream(folder, "redis-server*")) {
            return programs.iterator().next();
        } catch (IOException e) {
            throw new LaunchFault("cannot read %s (%s)".formatted(folder, e), e);
        }
    }

    private static Path data(Path home) {
        return home.resolve("redis");
    }

    private static Path log(Path home) {
        return home.resolve("logs/redis.log");
    }
}
