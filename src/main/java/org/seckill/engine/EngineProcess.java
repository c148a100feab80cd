package org.seckill.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.seckill.server.StartupFailure;

/**
 * A running engine: a process that ends when it is stopped, or when this JVM ends in whatever way. Its methods may be
 * called from any thread.
 */
public final class EngineProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(20);

    private final EngineCommand command;
    private final Process process;
    private final PidFile pidFile;

    private EngineProcess(EngineCommand command, Process process, PidFile pidFile) {
        this.command = command;
        this.process = process;
        this.pidFile = pidFile;
    }

    /**
     * First waits for, and at last ends, the process that an earlier run left in the pid file.
     *
     * @throws StartupFailure when the process cannot be made
     */
    public static EngineProcess start(EngineCommand command) {
        PidFile pidFile = new PidFile(command.pidFile());
        pidFile.endLeftover(PidFile.PATIENCE);
        try {
            keepPrevious(command.log());
            PrivateFiles.write(command.log(), "");
            Process process = builder(command).start();
            EngineProcess engine = new EngineProcess(command, process, pidFile);
            engine.remember();
            return engine;
        } catch (IOException e) {
            throw new StartupFailure("%s cannot be run (%s)".formatted(command.engine(), e.getMessage()), e);
        }
    }

    /**
     * Returns when the engine answers; when it does not, it is stopped.
     *
     * @param probe asked again and again until it says that the engine answers
     * @throws StartupFailure naming the engine, its log and the log's telling line, when it exits or the time is over
     */
    public void awaitReady(BooleanSupplier probe, Duration timeout) {
        try {
            boolean settled = TimeLimit.of(timeout).until(() -> !process.isAlive() || probe.getAsBoolean());
            if (!process.isAlive()) {
                throw fault("stopped with status " + process.exitValue());
            }
            if (!settled) {
                throw fault("did not answer within " + timeout.toSeconds() + " s");
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** For programs that do their work and exit: anything but status 0 in time is a {@link StartupFailure}. */
    void awaitSuccess(Duration timeout) {
        boolean exited = TimeLimit.of(timeout).until(() -> !process.isAlive());
        close();
        if (!exited) {
            throw fault("did not finish within " + timeout.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw fault("stopped with status " + process.exitValue());
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Asks it to stop, waits, and kills it when {@code patience} is over. A second call does nothing. */
    public void stop(Duration patience) {
        // Not process.destroy(): that also closes the pipe, and the guard would signal a second time.
        process.toHandle().destroy();
        if (!hasExited(patience)) {
            process.destroyForcibly();
            hasExited(STOP);
        }
        pidFile.delete();
    }

    @Override
    public void close() {
        stop(STOP);
    }

    /** Waits also when interrupted: an engine that has been told to stop is not left alone, and not killed early. */
    private boolean hasExited(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void remember() throws IOException {
        try {
            pidFile.write(process.toHandle());
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private StartupFailure fault(String what) {
        return new StartupFailure("%s %s: %s (%s); %s"
                .formatted(
                        command.engine(),
                        what,
                        new EngineLog(command.log()).tellingLine(),
                        command.log(),
                        command.remedy()));
    }

    private static ProcessBuilder builder(EngineCommand command) {
        ProcessBuilder builder = new ProcessBuilder(command.guarded())
                .directory(command.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(command.log().toFile());
        builder.environment().putAll(command.environment());
        return builder;
    }

    private static void keepPrevious(Path log) throws IOException {
        if (Files.exists(log)) {
            Path previous = log.resolveSibling(log.getFileName() + ".previous");
            Files.move(log, previous, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
