package org.seckill.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** wrk with {@code bench/load.lua}: one thread, for the cores belong to what is measured. */
final class Wrk {
    private static final int LONGEST_SECONDS = 120;

    private final int port;
    private final Path folder;

    Wrk(int port, Path folder) {
        this.port = port;
        this.folder = folder;
    }

    /** Sends each request once; nothing is in flight when this returns. */
    Load once(List<Ask> asks, int connections, int thinkMillis) {
        return run(asks, connections, LONGEST_SECONDS, "once", Integer.toString(thinkMillis));
    }

    /** Sends the requests again and again until the time is over. */
    Load cycle(List<Ask> asks, int connections, int seconds) {
        return run(asks, connections, seconds, "cycle", "0");
    }

    private Load run(List<Ask> asks, int connections, int seconds, String mode, String think) {
        Path file = folder.resolve("requests.txt");
        try {
            Files.write(file, () -> asks.stream().<CharSequence>map(Ask::line).iterator());
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
            String output = new String(wrk.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return Load.parse(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
