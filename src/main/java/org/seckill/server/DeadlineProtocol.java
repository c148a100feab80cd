package org.seckill.server;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 that disconnects clients which send a request or take a response too slowly. Tomcat's own timeouts begin
 * again with each byte, so that a client with one byte every few seconds would keep a thread for hours. When every
 * thread is in use, a client has a fifth of its time, because others wait for the thread.
 *
 * <p>An order that waits at the purchase desk is no concern of these deadlines: its request is complete and its response
 * has not begun.
 */
final class DeadlineProtocol extends Http11NioProtocol {
    private static final Logger log = LoggerFactory.getLogger(DeadlineProtocol.class);
    private static final long CHECK_MILLIS = 250;
    private static final int SHARE_WHEN_FULL = 5;

    private final HttpDeadlines deadlines;

    /** Every one there is: Tomcat keeps as many for reuse as there can be connections, and drops none. */
    private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();

    private @Nullable Future<?> check;

    DeadlineProtocol(HttpDeadlines deadlines) {
        this.deadlines = deadlines;
    }

    @Override
    public void start() throws Exception {
        super.start();
        check = getUtilityExecutor()
                .scheduleWithFixedDelay(this::disconnectLate, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (check != null) {
            check.cancel(false);
        }
        super.stop();
    }

    @Override
    protected Processor createProcessor() {
        Exchange exchange = new Exchange(this, getAdapter());
        exchanges.add(exchange);
        return exchange;
    }

    private void disconnectLate() {
        try {
            int share = isFull() ? SHARE_WHEN_FULL : 1;
            long now = System.nanoTime();
            long late = exchanges.stream()
                    .filter(exchange -> exchange.isLate(now, deadlines, share))
                    .filter(Exchange::disconnect)
                    .count();
            if (late > 0) {
                log.info("disconnected clients={} reason=\"request or response not complete in time\"", late);
            }
        } catch (RuntimeException e) {
            // Or this was the last check.
            log.error("slow clients cannot be disconnected", e);
        }
    }

    private boolean isFull() {
        return getExecutor() instanceof ThreadPoolExecutor threads && threads.getActiveCount() >= getMaxThreads();
    }

    /**
     * One request after the other of one connection after the other. What the check reads of it may be a moment old, and
     * be that of the request before: the client is late by that moment.
     */
    private static final class Exchange extends Http11Processor {
        Exchange(DeadlineProtocol protocol, Adapter adapter) {
            super(protocol, adapter);
        }

        boolean isLate(long now, HttpDeadlines deadlines, int share) {
            long responded = response.getCommitTimeNanos();
            if (responded >= 0) {
                return now - responded > nanos(deadlines.response(), share);
            }
            long began = request.getStartTimeNanos();
            return began >= 0
                    && now - began > nanos(deadlines.request(), share)
                    // No thread waits for the body while an answer is awaited.
                    && !isAsync()
                    && !isRequestBodyFullyRead();
        }

        /**
         * Wakes the thread that waits for the client, if there is one: it finds the connection at its end, and closes it
         * as Tomcat always does.
         *
         * @return whether there was a connection
         */
        boolean disconnect() {
            SocketWrapperBase<?> connection = getSocketWrapper();
            if (connection == null || !(connection.getSocket() instanceof NioChannel channel)) {
                return false;
            }
            SocketChannel socket = channel.getIOChannel();
            // A channel is used again for another connection, once this one is closed.
            if (socket == null || connection.isClosed() || connection.getSocket() != channel) {
                return false;
            }
            try {
                // What the client has not taken is thrown away.
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                socket.shutdownInput();
                socket.shutdownOutput();
                return true;
            } catch (IOException e) {
                log.debug("already disconnected", e);
                return false;
            }
        }

        private static long nanos(Duration deadline, int share) {
            return deadline.toNanos() / share;
        }
    }
}
