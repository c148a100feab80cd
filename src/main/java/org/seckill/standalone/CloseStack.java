package org.seckill.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import org.seckill.server.StartupFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, to be stopped in reverse. Starting and stopping may meet: a signal can come at any moment. */
final class CloseStack implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;

    /**
     * Takes over what was just started.
     *
     * @throws StartupFailure when all is being stopped already; then {@code latest} is stopped, too
     */
    synchronized <T extends AutoCloseable> T add(T latest) {
        started.push(latest);
        if (closed) {
            stopAll();
            throw new StartupFailure("it was told to stop");
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
                // The others are stopped nevertheless: none may be left behind.
                Logger log = LoggerFactory.getLogger(CloseStack.class);
                log.error("not stopped part={}", next.getClass().getSimpleName(), e);
            }
        }
    }
}
