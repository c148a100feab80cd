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
 * A child process that runs an engine. It ends when it is stopped or when this JVM ends, also after kill -9. Thread-safe.
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
     * Starts the engine. Before that, waits for the end of the process in the pid file of an earlier run, and ends it
     * if it does not stop.
     *
     * @throws StartupFailure if the process cannot be started
     */
    public static EngineProcess start(EngineCommand command) {
        PidFile pidFile = new PidFile(command.pidFile());
        pidFile.endLeftover(PidFile.STOP_TIMEOUT);
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
     * Returns when the engine answers. Stops it on failure.
     *
     * @param probe called until it returns true
     * @throws StartupFailure with the engine, its log and the log's most useful line, if the engine exits or does not
     *     answer within {@code timeout}
     */
    public void awaitReady(BooleanSupplier probe, Duration timeout) {
        try {
            boolean isDone = TimeLimit.of(timeout).until(() -> !process.isAlive() || probe.getAsBoolean());
            if (!process.isAlive()) {
                throw fault("stopped with status " + process.exitValue());
            }
            if (!isDone) {
                throw fault("did not answer within " + timeout.toSeconds() + " s");
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Waits for a program that does its work and exits.
     *
     * @throws StartupFailure if it does not exit with status 0 within {@code timeout}
     */
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

    /** Asks the engine to stop, and kills it after {@code timeout}. A second call does nothing. */
    public void stop(Duration timeout) {
        // Not process.destroy(): it also closes the pipe, and the guard would send a second signal.
        process.toHandle().destroy();
        if (!hasExited(timeout)) {
            process.destroyForcibly();
            hasExited(STOP);
        }
        pidFile.delete();
    }

    @Override
    public void close() {
        stop(STOP);
    }

    /** Waits also if interrupted: a stopping engine is neither abandoned nor killed early. */
    private boolean hasExited(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
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
