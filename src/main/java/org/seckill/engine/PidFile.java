package org.seckill.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.seckill.server.StartupFailure;

/**
 * A file that identifies the process of an engine to the next start. The first line is the process id, the second the
 * start time: both together are unique, so that a later process with the same id is not mistaken for the engine. (The
 * command line cannot be compared: Redis overwrites its own.)
 */
record PidFile(Path path) {
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    // The system computes the start time from its boot time, which moves when the clock is set.
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    void write(ProcessHandle engine) throws IOException {
        Instant start = engine.info().startInstant().orElse(Instant.EPOCH);
        Files.writeString(path, engine.pid() + "\n" + start + "\n");
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new StartupFailure("cannot delete " + path + ": " + e, e);
        }
    }

    /**
     * Waits for an engine whose launcher was killed; its guard has already signalled it to stop. After {@code timeout}
     * the engine is signalled again, and after another {@code timeout} it is killed.
     */
    void endLeftover(Duration timeout) {
        leftover().ifPresent(engine -> {
            if (!isGone(engine, timeout)) {
                engine.destroy();
            }
            if (!isGone(engine, timeout)) {
                engine.destroyForcibly();
            }
            if (!isGone(engine, timeout)) {
                throw new StartupFailure(String.format(
                        Locale.ROOT,
                        "process %d of an earlier run does not stop: end it, and start again",
                        engine.pid()));
            }
        });
        delete();
    }

    private Optional<ProcessHandle> leftover() {
        try {
            if (!Files.exists(path)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(path);
            Instant start = Instant.parse(lines.get(1));
            return ProcessHandle.of(Long.parseLong(lines.get(0))).filter(process -> isThatOf(start, process));
        } catch (IOException | NumberFormatException | DateTimeException | IndexOutOfBoundsException e) {
            // The file is incomplete, because that run was killed: the process cannot be identified and is not touched.
            return Optional.empty();
        }
    }

    private static boolean isThatOf(Instant start, ProcessHandle process) {
        return isRunning(process)
                && process.info()
                        .startInstant()
                        .map(began -> Duration.between(start, began).abs().compareTo(CLOCK_STEP) <= 0)
                        .orElse(false);
    }

    /** A zombie, which is dead but not yet reaped by its parent, has no command. */
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static boolean isGone(ProcessHandle engine, Duration timeout) {
        return TimeLimit.of(timeout).until(() -> !isRunning(engine));
    }
}
