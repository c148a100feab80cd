package org.seckill.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the node with little overhead: the client shares the cores with the node that it measures. Used by one
 * thread.
 */
public final class RawConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final int port;
    private @Nullable Socket socket;

    public RawConnection(int port) {
        this.port = port;
    }

    public RawResponse ask(RawRequest ask) {
        try {
            Socket open = send(ask);
            // A request is sent only after the last answer, so the buffer holds at most one answer.
            RawResponse reply = RawResponse.read(new BufferedInputStream(open.getInputStream()));
            if (reply.isLast()) {
                close();
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(ask.path(), e);
        }
    }

    /** Sends the request and closes the connection without reading the answer. */
    public void askAndLeave(RawRequest ask) {
        try {
            send(ask);
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(ask.path(), e);
        }
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
                socket = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Socket send(RawRequest ask) throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket(InetAddress.getLoopbackAddress(), port);
            open.setTcpNoDelay(true);
            open.setSoTimeout(TIMEOUT_MILLIS);
            socket = open;
        }
        open.getOutputStream().write(ask.bytes().getBytes(ISO_8859_1));
        return open;
    }
}
