package org.seckill.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.seckill.bench.Ask;
import org.seckill.bench.HttpLine;
import org.seckill.standalone.EngineCommand;
import org.seckill.standalone.EngineProcess;
import org.seckill.testing.Program;

/** One node: {@code java -jar seckill.war} on a port that it keeps. What each start says has a file of its own. */
public final class NodeProcess implements Part {
    private static final Duration START = Duration.ofMinutes(2);

    private final String name;
    private final Path home;
    private final int port = Ports.free();
    private final Map<String, String> settings;
    private int starts;
    private @Nullable EngineProcess process;

    public NodeProcess(String name, Path home, Map<String, String> settings) {
        this.name = name;
        this.home = home.resolve(name);
        this.settings = new HashMap<>(settings);
        this.settings.put("SECKILL_HTTP_PORT", Integer.toString(port));
    }

    @Override
    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    @Override
    public synchronized void start() {
        starts++;
        Path log = folder().resolve("start-" + starts + ".log");
        EngineProcess started = EngineProcess.start(
                new EngineCommand(name, words(), settings, home, log, home.resolve("node.pid"), "look at the log"));
        process = started;
        started.awaitReady(this::answers, START);
    }

    @Override
    public synchronized void kill() {
        if (process != null) {
            Killing.kill(process);
            process = null;
        }
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** All lines of all its starts. */
    public List<String> lines() {
        return IntStream.rangeClosed(1, starts)
                .mapToObj(start -> home.resolve("start-" + start + ".log"))
                .flatMap(log -> text(log).lines())
                .toList();
    }

    private static List<String> words() {
        return List.of(
                Program.java(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                // Three starts at once on two cores: the second compiler costs more than it gains in a minute.
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("seckill.war"));
    }

    private boolean answers() {
        try (HttpLine line = new HttpLine(port)) {
            return line.ask(Ask.get("/healthz")).status() == 200;
        } catch (UncheckedIOException e) {
            // Not yet.
            return false;
        }
    }

    private Path folder() {
        try {
            return Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
