package org.seckill.parts;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.seckill.testing.Signals;

/** A part that is one process. Safe for use by any number of threads. */
abstract class ProcessPart implements Part {
    private final String name;
    private @Nullable Running running;

    /** @param end asks it to stop, and returns when it is gone */
    record Running(long pid, Runnable end) {}

    ProcessPart(String name) {
        this.name = name;
    }

    /** Returns when it serves. */
    abstract Running launch();

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

    /** While it runs. */
    public final synchronized long pid() {
        return Objects.requireNonNull(running, "it does not run").pid;
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
            // Asked politely, one that stands still would be waited for.
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
