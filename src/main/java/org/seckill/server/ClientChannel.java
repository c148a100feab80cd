package org.seckill.server;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that measures how long the node waits for its client: the time during which the kernel has no more bytes of
 * a request that has begun, or takes no more bytes of a response. All other time is the node's own: that of the
 * application, of the purchase desk and of the queue for a thread. Tomcat uses a channel again for another connection.
 *
 * <p>One thread at a time reads and writes; the poller and the check for late clients may call at any time.
 */
final class ClientChannel extends NioChannel {
    private static final Logger log = LoggerFactory.getLogger(ClientChannel.class);

    private final Supplier<HttpDeadlines> deadlines;
    private final LongAdder disconnected;
    private volatile @Nullable LongSupplier requestStart;

    private volatile Awaited awaited = Awaited.NOTHING;

    /** The fields below belong to the request that began then. */
    private long measuredStart = -1;

    private long requestNanos;
    private long responseNanos;
    private long waitingSince;

    private enum Awaited {
        NOTHING,
        /** More of the request. */
        REQUEST,
        /** That the client takes more of the response. */
        RESPONSE
    }

    /**
     * @param deadlines those of the moment
     * @param disconnected counts the clients that were late
     */
    ClientChannel(SocketBufferHandler buffers, Supplier<HttpDeadlines> deadlines, LongAdder disconnected) {
        super(buffers);
        this.deadlines = deadlines;
        this.disconnected = disconnected;
    }

    /** @param start when the current request began, by {@link System#nanoTime()}, or less than 0 when none has */
    void serve(LongSupplier start) {
        requestStart = start;
    }

    @Override
    public synchronized void reset(SocketChannel channel, NioSocketWrapper wrapper) throws IOException {
        requestStart = null;
        awaited = Awaited.NOTHING;
        super.reset(channel, wrapper);
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        int read = super.read(destination);
        if (read == 0 && destination.hasRemaining()) {
            await(Awaited.REQUEST);
        } else {
            endWait();
        }
        return read;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int written = super.write(source);
        if (written == 0 && source.hasRemaining()) {
            await(Awaited.RESPONSE);
        } else {
            endWait();
        }
        return written;
    }

    /** The client has done its part, and the node has the next: from now on the request waits for a thread. */
    void endWait() {
        if (awaited != Awaited.NOTHING) {
            endWait(System.nanoTime());
        }
    }

    /** Disconnects a client that the node still waits for, and has waited for too long in all. */
    synchronized void disconnectIfLate(long now) {
        if (isLate(now) && isPolled()) {
            disconnect();
        }
    }

    private boolean isLate(long now) {
        return switch (awaited) {
            case NOTHING -> false;
            case REQUEST ->
                requestNanos + now - waitingSince > deadlines.get().request().toNanos();
            case RESPONSE ->
                responseNanos + now - waitingSince > deadlines.get().response().toNanos();
        };
    }

    /**
     * Wakes the thread that waits for the client, if there is one: it finds the connection at its end, and closes it as
     * Tomcat always does.
     */
    private void disconnect() {
        awaited = Awaited.NOTHING;
        try {
            // What the client has not taken is thrown away.
            sc.setOption(StandardSocketOptions.SO_LINGER, 0);
            sc.shutdownInput();
            sc.shutdownOutput();
            disconnected.increment();
        } catch (IOException e) {
            log.debug("already disconnected", e);
        }
    }

    /** Else the client has done its part, and a thread is about to find that out. */
    private boolean isPolled() {
        NioSocketWrapper wrapper = socketWrapper;
        return wrapper != null
                && (wrapper.interestOpsHas(SelectionKey.OP_READ) || wrapper.interestOpsHas(SelectionKey.OP_WRITE));
    }

    private void await(Awaited next) {
        LongSupplier served = requestStart;
        long start = served == null ? -1 : served.getAsLong();
        if (start >= 0) {
            await(next, start, System.nanoTime());
        }
    }

    private synchronized void await(Awaited next, long start, long now) {
        endWait(now);
        if (start != measuredStart) {
            measuredStart = start;
            requestNanos = 0;
            responseNanos = 0;
        }
        awaited = next;
        waitingSince = now;
        // A client that sends a byte now and then may be between two of them at every check.
        if (isLate(now)) {
            disconnect();
        }
    }

    private synchronized void endWait(long now) {
        switch (awaited) {
            case NOTHING -> {}
            case REQUEST -> requestNanos += now - waitingSince;
            case RESPONSE -> responseNanos += now - waitingSince;
        }
        awaited = Awaited.NOTHING;
    }
}
