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
 * A connection that measures how long the node waits for its client: the time in which the kernel has no more bytes of
 * an incomplete request, or accepts no more bytes of a response. All other time is the node's own: in the application,
 * at the purchase desk, or waiting for a thread. Tomcat reuses a channel for other connections.
 *
 * <p>One thread at a time reads and writes. The poller and the check for late clients may call at any time.
 */
final class ClientChannel extends NioChannel {
    private static final Logger log = LoggerFactory.getLogger(ClientChannel.class);

    private final Supplier<HttpDeadlines> deadlines;
    private final LongAdder disconnected;
    private volatile @Nullable LongSupplier requestStart;

    private volatile Awaited awaited = Awaited.NOTHING;

    /** Start of the request to which the fields below belong. */
    private long measuredStart = -1;

    private long requestNanos;
    private long responseNanos;
    private long waitingSince;

    private enum Awaited {
        NOTHING,
        /** The client sends more of the request. */
        REQUEST,
        /** The client takes more of the response. */
        RESPONSE
    }

    /**
     * @param deadlines supplies the current deadlines
     * @param disconnected counts the clients that were disconnected
     */
    ClientChannel(SocketBufferHandler buffers, Supplier<HttpDeadlines> deadlines, LongAdder disconnected) {
        super(buffers);
        this.deadlines = deadlines;
        this.disconnected = disconnected;
    }

    /** @param start supplies the start of the current request, by {@link System#nanoTime()}, or -1 if there is none */
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

    /** Ends the wait for the client: from now on the node works, or the request waits for a thread. */
    void endWait() {
        if (awaited != Awaited.NOTHING) {
            endWait(System.nanoTime());
        }
    }

    /** Disconnects the client if the node still waits for it and the total wait exceeds the deadline. */
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
     * Shuts the connection down. A thread that waits for the client wakes, reads the end of the stream, and closes the
     * connection as usual.
     */
    private void disconnect() {
        awaited = Awaited.NOTHING;
        try {
            // Discards the bytes that the client has not taken.
            sc.setOption(StandardSocketOptions.SO_LINGER, 0);
            sc.shutdownInput();
            sc.shutdownOutput();
            disconnected.increment();
        } catch (IOException e) {
            log.debug("already disconnected", e);
        }
    }

    /** Whether the poller waits for the client. If not, bytes have arrived or left, and a thread is about to continue. */
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
        // The periodic check alone can miss a client that sends single bytes: checked here, too.
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
