package org.seckill.server;

import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 that disconnects clients which send a request or take a response too slowly. Tomcat's own timeouts restart
 * with each byte, so that a client that sends one byte every few seconds could keep a thread for hours. While all
 * threads are in use, the deadlines are a fifth, because other requests wait for a thread.
 *
 * <p>Only the time in which the node waits for the client counts, see {@link ClientChannel}. A complete request is always
 * answered, however long it waits for a thread, in the application or at the purchase desk.
 */
final class DeadlineProtocol extends Http11NioProtocol {
    private static final Logger log = LoggerFactory.getLogger(DeadlineProtocol.class);
    private static final long CHECK_MILLIS = 250;
    private static final int SHARE_WHEN_FULL = 5;

    private final HttpDeadlines deadlines;
    private final Endpoint endpoint;
    private @Nullable Future<?> check;

    DeadlineProtocol(HttpDeadlines deadlines) {
        this(deadlines, new Endpoint(deadlines));
    }

    private DeadlineProtocol(HttpDeadlines deadlines, Endpoint endpoint) {
        super(endpoint);
        this.deadlines = deadlines;
        this.endpoint = endpoint;
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
        return new Exchange(this, getAdapter());
    }

    private void disconnectLate() {
        try {
            long late = endpoint.disconnectLate(isFull() ? deadlines.dividedBy(SHARE_WHEN_FULL) : deadlines);
            if (late > 0) {
                log.info("disconnected clients={} reason=\"request or response not complete in time\"", late);
            }
        } catch (RuntimeException e) {
            // An exception would cancel the schedule.
            log.error("slow clients cannot be disconnected", e);
        }
    }

    private boolean isFull() {
        return getExecutor() instanceof ThreadPoolExecutor threads && threads.getActiveCount() >= getMaxThreads();
    }

    private static final class Endpoint extends NioEndpoint {
        private final LongAdder disconnected = new LongAdder();
        private volatile HttpDeadlines current;

        Endpoint(HttpDeadlines deadlines) {
            current = deadlines;
        }

        @Override
        protected NioChannel createChannel(SocketBufferHandler buffers) {
            return new ClientChannel(buffers, () -> current, disconnected);
        }

        /** Called by the poller when bytes have arrived or left; the request may now wait for a thread. */
        @Override
        public boolean processSocket(SocketWrapperBase<NioChannel> connection, SocketEvent event, boolean dispatch) {
            if (connection.getSocket() instanceof ClientChannel client) {
                client.endWait();
            }
            return super.processSocket(connection, event, dispatch);
        }

        /** @return the number of clients that were disconnected since the last check */
        long disconnectLate(HttpDeadlines deadlines) {
            current = deadlines;
            long now = System.nanoTime();
            for (SocketWrapperBase<NioChannel> connection : connections.values()) {
                if (connection.getSocket() instanceof ClientChannel client) {
                    client.disconnectIfLate(now);
                }
            }
            return disconnected.sumThenReset();
        }
    }

    /** Processes the requests of one connection, then of the next one. */
    private static final class Exchange extends Http11Processor {
        private final LongSupplier requestStart = request::getStartTimeNanos;

        Exchange(DeadlineProtocol protocol, Adapter adapter) {
            super(protocol, adapter);
        }

        @Override
        public SocketState process(SocketWrapperBase<?> connection, SocketEvent event) throws IOException {
            if (connection.getSocket() instanceof ClientChannel client) {
                client.serve(requestStart);
            }
            return super.process(connection, event);
        }
    }
}
