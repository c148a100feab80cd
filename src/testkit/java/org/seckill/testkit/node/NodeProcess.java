package org.seckill.testkit.node;

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
import org.seckill.engine.EngineCommand;
import org.seckill.engine.EngineProcess;
import org.seckill.server.StartupFailure;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.http.RawResponse;
import org.seckill.testkit.run.FakeClock;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.RestartableProcess;

/** A node as a process. It keeps its port; each start has its own log file. */
public final class NodeProcess extends RestartableProcess {
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

    /** @param clock of the process */
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
    public Running launch() {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                return launchOnce();
            } catch (StartupFailure e) {
                // Without its database a node exits with status 1; as a service manager does, start it again.
                if (!hasServed || System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
        }
    }

    /** The parts that {@code /readyz} reports as down; empty if the node is ready. */
    public List<String> missing() {
        try (RawConnection line = new RawConnection(port)) {
            RawResponse answer = line.ask(RawRequest.get("/readyz"));
            List<String> down = DOWN.matcher(answer.body())
                    .results()
                    .map(one -> name() + " misses the " + one.group(1))
                    .toList();
            return answer.status() == 200 || !down.isEmpty() ? down : List.of(name() + " answers " + answer.status());
        } catch (UncheckedIOException e) {
            return List.of(name() + " does not answer");
        }
    }

    /** The values of the settings that no log may show. */
    public List<String> secrets() {
        return settings.entrySet().stream()
                .filter(setting -> SECRET.matcher(setting.getKey()).find())
                .map(Map.Entry::getValue)
                .filter(secret -> !secret.isEmpty())
                .toList();
    }

    /** The time of the clock of the node. */
    public Instant time() {
        try (RawConnection line = new RawConnection(port)) {
            Matcher found =
                    TIME.matcher(line.ask(RawRequest.get("/seckill/time/now")).body());
            if (!found.find()) {
                throw new AssertionError(name() + " does not tell the time");
            }
            return Instant.ofEpochMilli(Long.parseLong(found.group(1)));
        }
    }

    /**
     * The value of a metric since the latest start; zero if there is none.
     *
     * @param name with the labels, if the metric has any
     */
    public double metric(String name) {
        return new ShopClient(port).metric(name);
    }

    /** The log lines of all starts. */
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
        } catch (StartupFailure e) {
            FakeClock.forget(process.pid());
            throw e;
        }
        hasServed = true;
        return new Running(process.pid(), process::close);
    }

    private static List<String> words() {
        return UnpackedWar.command(
                "-Xmx192m",
                "-XX:+UseSerialGC",
                // Several nodes start at once on two cores: in a run of a minute the second compiler costs more than it
                // saves.
                "-XX:TieredStopAtLevel=1");
    }

    private boolean answers() {
        try (RawConnection line = new RawConnection(port)) {
            return line.ask(RawRequest.get("/healthz")).status() == 200;
        } catch (UncheckedIOException e) {
            // Not ready yet.
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
