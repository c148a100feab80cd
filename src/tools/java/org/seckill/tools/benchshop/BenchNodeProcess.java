package org.seckill.tools.benchshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.seckill.engine.EngineCommand;
import org.seckill.engine.EngineProcess;
import org.seckill.server.BenchNode;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.run.Program;

/** The node under test, in a JVM of its own. */
public final class BenchNodeProcess implements AutoCloseable {
    public static final int HEAP_MEGABYTES = 512;

    private static final Pattern COLLECTION = Pattern.compile(" ([0-9]+)M->([0-9]+)M\\(");

    private final EngineProcess process;
    private final int port;
    private final int barePort;
    private final Path gcLog;

    private BenchNodeProcess(EngineProcess process, int port, int barePort, Path gcLog) {
        this.process = process;
        this.port = port;
        this.barePort = barePort;
        this.gcLog = gcLog;
    }

    /** @param settings as the application reads them from its environment */
    static BenchNodeProcess start(Path home, Map<String, String> settings) {
        int port = Program.freePort();
        int barePort = Program.freePort();
        Path gcLog = logs(home).resolve("gc.log");
        EngineProcess process = EngineProcess.start(new EngineCommand(
                "the node",
                List.of(
                        Program.java(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        // Who has no memory left is not to go on as if it were enough.
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xlog:gc:file=" + gcLog,
                        // Not the tests': what production logs.
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        // Without the libraries of tests and tools, some of which change what the product does.
                        System.getProperty("seckill.bench.classpath"),
                        BenchNode.class.getName(),
                        Integer.toString(port),
                        Integer.toString(barePort)),
                settings,
                Path.of("").toAbsolutePath(),
                home.resolve("logs/node.log"),
                home.resolve("node.pid"),
                "look at the log"));
        BenchNodeProcess node = new BenchNodeProcess(process, port, barePort, gcLog);
        process.awaitReady(node::isReady, Duration.ofMinutes(2));
        return node;
    }

    public int port() {
        return port;
    }

    /** Of the bare transport, in the same process. */
    public int barePort() {
        return barePort;
    }

    public long pid() {
        return process.pid();
    }

    /** @return the most that was in use when a collection began, in megabytes */
    public long peakHeap() {
        return heap(1);
    }

    /** @return the most that a collection left, in megabytes */
    public long peakLive() {
        return heap(2);
    }

    /** @return the most memory that the process ever had, in megabytes */
    public long peakResident() {
        String status = text(Path.of("/proc", Long.toString(pid()), "status"));
        return Long.parseLong(status.replaceFirst("(?s).*VmHWM:\\s+([0-9]+) kB.*", "$1")) / 1024;
    }

    @Override
    public void close() {
        process.close();
    }

    private long heap(int group) {
        return COLLECTION
                .matcher(text(gcLog))
                .results()
                .mapToLong(pause -> Long.parseLong(pause.group(group)))
                .max()
                .orElse(0);
    }

    private boolean isReady() {
        try (RawConnection line = new RawConnection(port)) {
            return line.ask(RawRequest.get("/readyz")).status() == 200
                    && line.ask(RawRequest.get("/bench/empty")).status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static Path logs(Path home) {
        try {
            return Files.createDirectories(home.resolve("logs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
