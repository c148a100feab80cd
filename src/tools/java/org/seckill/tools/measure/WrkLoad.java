package org.seckill.tools.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.seckill.testkit.http.RawRequest;

/** wrk with {@code bench/load.lua}: one thread, for the cores belong to what is measured. */
public final class WrkLoad {
    private static final int LONGEST_SECONDS = 120;

    private final int port;
    private final Supplier<CpuUse> cpu;
    private final Path folder;
    private Span latest = new Span(Instant.MIN, Instant.MIN);

    /** When something ran. */
    public record Span(Instant begun, Instant ended) {
        public boolean covers(Instant moment) {
            return !moment.isBefore(begun) && moment.isBefore(ended);
        }
    }

    /** @param folder receives what is to be sent */
    public WrkLoad(int port, Supplier<CpuUse> cpu, Path folder) {
        this.port = port;
        this.cpu = cpu;
        this.folder = folder;
    }

    /** Sends each request once; nothing is in flight when this returns. */
    public LoadResult once(List<RawRequest> asks, int connections, double thinkMillis) {
        return run(asks, connections, LONGEST_SECONDS, "once", Double.toString(thinkMillis));
    }

    /** Sends the requests again and again until the time is over. */
    public LoadResult cycle(List<RawRequest> asks, int connections, int seconds) {
        return cycle(asks, connections, seconds, 0);
    }

    /** @param thinkMillis how long each connection waits before a request, on average */
    public LoadResult cycle(List<RawRequest> asks, int connections, int seconds, double thinkMillis) {
        return run(asks, connections, seconds, "cycle", Double.toString(thinkMillis));
    }

    /** @return when the latest load was on */
    public Span latest() {
        return latest;
    }

    private LoadResult run(List<RawRequest> asks, int connections, int seconds, String mode, String think) {
        Path file = folder.resolve("requests.txt");
        try {
            Files.write(
                    file,
                    () -> asks.stream().<CharSequence>map(RawRequest::line).iterator());
            CpuUse before = cpu.get();
            Instant begun = Instant.now();
            Process wrk = new ProcessBuilder(
                            "wrk",
                            "-t1",
                            "-c" + connections,
                            "-d" + seconds,
                            "--timeout=60s",
                            "-s",
                            "bench/load.lua",
                            "http://127.0.0.1:" + port,
                            "--",
                            file.toString(),
                            Integer.toString(connections),
                            mode,
                            think)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(wrk.getInputStream().readAllBytes(), UTF_8);
            wrk.waitFor();
            latest = new Span(begun, Instant.now());
            return LoadResult.parse(output, cpu.get().since(before));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
