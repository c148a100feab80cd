package org.seckill.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import org.seckill.server.StartupFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was started, in reverse order. Thread-safe: a signal can stop the program while it is still starting. */
final class CloseStack implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;

    /**
     * Adds what was just started.
     *
     * @throws StartupFailure if this stack is already closed; {@code latest} is closed, too
     */
    synchronized <T extends AutoCloseable> T add(T latest) {
        started.push(latest);
        if (closed) {
            stopAll();
            throw new StartupFailure("it was stopped by a signal");
        }
        return latest;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        stopAll();
    }

    private void stopAll() {
        while (!started.isEmpty()) {
            AutoCloseable next = started.pop();
            try {
                next.close();
            } catch (Exception e) {
                // The others are closed nevertheless: no process may keep running.
                Logger log = LoggerFactory.getLogger(CloseStack.class);
                log.error("not stopped part={}", next.getClass().getSimpleName(), e);
            }
        }
    }
}
