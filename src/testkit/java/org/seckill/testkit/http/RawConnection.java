package org.seckill.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** One connection to the node, as thin as can be: the client shares its cores with what it measures. For one thread. */
public final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final int port;
    private @Nullable Socket socket;

    public RawConnection(int port) {
        this.port = port;
    }

    public RawResponse ask(RawRequest ask) {
        try {
            Socket open = send(ask);
            // Nothing is asked before the last answer is read, so the buffer holds no more than that.
            RawResponse reply = RawResponse.read(new BufferedInputStream(open.getInputStream()));
            if (reply.isLast()) {
                close();
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(ask.path(), e);
        }
    }

    /** Sends it, and hangs up before the answer can be read. */
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
            open.setSoTimeout(PATIENCE_MILLIS);
            socket = open;
        }
        open.getOutputStream().write(ask.bytes().getBytes(ISO_8859_1));
        return open;
    }
}
