package org.seckill.testkit.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link Restartable} whose subclass only starts it. Thread-safe. */
public abstract class RestartableProcess implements Restartable {
    private final String name;
    private @Nullable Running running;

    /** @param end stops the process, and returns when it has ended */
    public record Running(long pid, Runnable end) {}

    public RestartableProcess(String name) {
        this.name = name;
    }

    /** Starts the process. Returns when it serves. */
    public abstract Running launch();

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final synchronized void start() {
        running = launch();
    }

    @Override
    public final synchronized void kill() {
        if (running != null) {
            Signals.kill(running.pid);
            end(running);
        }
    }

    /** The process id; only while the process runs. */
    public final synchronized long pid() {
        return Objects.requireNonNull(running, "the process does not run").pid;
    }

    @Override
    public final synchronized void pause() {
        if (running != null) {
            Signals.stop(running.pid);
        }
    }

    @Override
    public final synchronized void wake() {
        if (running != null) {
            Signals.wake(running.pid);
        }
    }

    @Override
    public final synchronized void close() {
        if (running != null) {
            // A paused process would not react to the request to stop.
            Signals.wake(running.pid);
            end(running);
        }
    }

    private void end(Running ended) {
        ended.end.run();
        FakeClock.forget(ended.pid);
        running = null;
    }
}
