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
 * Remembers an engine for the next start: its process id and, on a second line, the instant it began. Both together
 * name one process for ever, so that a process which got the same id later is never taken for ours. (The command line
 * would not do: Redis overwrites its own.)
 */
record PidFile(Path path) {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    // The system derives the start from its boot time, which moves a little when the clock is set.
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
     * Waits for an engine whose launcher was killed: its guard has told it to stop. One that is still there after
     * {@code patience} is told again, and after that much more is killed.
     */
    void endLeftover(Duration patience) {
        leftover().ifPresent(engine -> {
            if (!isGone(engine, patience)) {
                engine.destroy();
            }
            if (!isGone(engine, patience)) {
                engine.destroyForcibly();
            }
            if (!isGone(engine, patience)) {
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
            // Cut short by whatever killed that run: nobody can tell whose process it was, so none is touched.
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

    /** A zombie, dead but not yet reaped by its parent, has no command any more. */
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static boolean isGone(ProcessHandle engine, Duration patience) {
        return TimeLimit.of(patience).until(() -> !isRunning(engine));
    }
}
