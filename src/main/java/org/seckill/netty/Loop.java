package org.seckill.netty;

import io.netty.channel.EventLoop;
import io.netty.util.internal.PlatformDependent;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The connections of one event loop. Replies that threads of a desk complete are collected, and one task of the loop writes
 * all of them: waking the loop for each would cost more than the write.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes the connection, which is noticed.
final class Loop {
    private static final long CHECK_MILLIS = 250;

    private final EventLoop thread;
    private final Set<ClientConnection> connections = new HashSet<>();
    private final Queue<ClientConnection> answered = PlatformDependent.newMpscQueue();
    private final AtomicBoolean isScheduled = new AtomicBoolean();

    Loop(EventLoop thread) {
        this.thread = thread;
    }

    void start() {
        thread.scheduleAtFixedRate(this::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void add(ClientConnection connection) {
        connections.add(connection);
    }

    void remove(ClientConnection connection) {
        connections.remove(connection);
    }

    Set<ClientConnection> connections() {
        return connections;
    }

    /** The connection's reply is complete. May be called by any thread. */
    void answered(ClientConnection connection) {
        answered.add(connection);
        if (!isScheduled.get() && isScheduled.compareAndSet(false, true)) {
            thread.execute(this::writeAnswers);
        }
    }

    private void writeAnswers() {
        isScheduled.set(false);
        for (ClientConnection next = answered.poll(); next != null; next = answered.poll()) {
            next.writeAnswer();
        }
    }

    private void check() {
        long now = System.nanoTime();
        // A copy: closing a connection removes it.
        for (ClientConnection connection : connections.toArray(ClientConnection[]::new)) {
            connection.closeIfLate(now);
        }
    }
}
