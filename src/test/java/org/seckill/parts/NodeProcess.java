package org.seckill.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.seckill.bench.Ask;
import org.seckill.bench.HttpLine;
import org.seckill.bench.Reply;
import org.seckill.server.LaunchFault;
import org.seckill.standalone.EngineCommand;
import org.seckill.standalone.EngineProcess;
import org.seckill.testing.Program;

/** One node: {@code java -jar seckill.war} on a port that it keeps. What each start says has a file of its own. */
public final class NodeProcess extends ProcessPart {
    private static final Duration START = Duration.ofMinutes(2);

    private static final Pattern DOWN = Pattern.compile("\"([a-z]+)\":\"down\"");

    private static final Pattern SECRET = Pattern.compile("_(SECRET|PASSWORD)$");

    private static final Pattern TIME = Pattern.compile("\"data\":([0-9]+)");

    private final Path home;
    private final int port = Program.freePort();
    private final Map<String, String> settings;
    private int starts;
    private boolean hasServed;

    public NodeProcess(String name, Path home, NodeSettings settings) {
        this(name, home, settings, Map.of());
    }

    /** @param clock that it has */
    public NodeProcess(String name, Path home, NodeSettings settings, FakeClock clock) {
        this(name, home, settings, clock.environment());
    }

    private NodeProcess(String name, Path home, NodeSettings settings, Map<String, String> environment) {
        super(name);
        this.home = home.resolve(name);
        this.settings = settings.environment();
        this.settings.putAll(environment);
        this.settings.put("SECKILL_HTTP_PORT", Integer.toString(port));
    }

    public int port() {
        return port;
    }

    @Override
    Running launch() {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                return launchOnce();
            } catch (LaunchFault e) {
                // One whose database is away ends with status 1, and whoever runs nodes starts it again until it stays.
                if (!hasServed || System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
        }
    }

    /** What it says that it cannot do its work with, or without; nothing when all is well. */
    public List<String> missing() {
        try (HttpLine line = new HttpLine(port)) {
            Reply answer = line.ask(Ask.get("/readyz"));
            List<String> down = DOWN.matcher(answer.body())
                    .results()
                    .map(one -> name() + " misses the " + one.group(1))
                    .toList();
            return answer.status() == 200 || !down.isEmpty() ? down : List.of(name() + " answers " + answer.status());
        } catch (UncheckedIOException e) {
            return List.of(name() + " does not answer");
        }
    }

    /** Those of its settings that no log may show. */
    public List<String> secrets() {
        return settings.entrySet().stream()
                .filter(setting -> SECRET.matcher(setting.getKey()).find())
                .map(Map.Entry::getValue)
                .filter(secret -> !secret.isEmpty())
                .toList();
    }

    /** By its own clock. */
    public Instant time() {
        try (HttpLine line = new HttpLine(port)) {
            Matcher told = TIME.matcher(line.ask(Ask.get("/seckill/time/now")).body());
            if (!told.find()) {
                throw new AssertionError(name() + " does not tell the time");
            }
            return Instant.ofEpochMilli(Long.parseLong(told.group(1)));
        }
    }

    /**
     * The value of a metric since the latest start; zero where there is none.
     *
     * @param name with its labels, if it has any
     */
    public double metric(String name) {
        try (HttpLine line = new HttpLine(port)) {
            return line.ask(Ask.get("/metrics"))
                    .body()
                    .lines()
                    .filter(metric -> metric.startsWith(name + " "))
                    .mapToDouble(metric -> Double.parseDouble(metric.substring(name.length() + 1)))
                    .findFirst()
                    .orElse(0);
        }
    }

    /** All lines of all its starts. */
    public List<String> lines() {
        return IntStream.rangeClosed(1, starts)
                .mapToObj(start -> home.resolve("start-" + start + ".log"))
                .flatMap(log -> text(log).lines())
                .toList();
    }

    private Running launchOnce() {
        starts++;
        Path log = folder().resolve("start-" + starts + ".log");
        EngineProcess process = EngineProcess.start(
                new EngineCommand(name(), words(), settings, home, log, home.resolve("node.pid"), "look at the log"));
        try {
            process.awaitReady(this::answers, START);
        } catch (LaunchFault e) {
            FakeClock.forget(process.pid());
            throw e;
        }
        hasServed = true;
        return new Running(process.pid(), process::close);
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
