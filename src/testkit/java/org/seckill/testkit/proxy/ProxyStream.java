package org.seckill.testkit.proxy;

import java.io.IOException;
import java.net.Socket;
import org.seckill.testkit.proxy.StreamFlow.Passing;

/** One direction of one connection. By one thread, but for {@link #hasLost}. */
final class ProxyStream {
    private final Socket from;
    private final Socket to;
    private final StreamGate gate;
    private boolean broken;
    private volatile boolean lost;

    ProxyStream(Socket from, Socket to, StreamGate gate) {
        this.from = from;
        this.to = to;
        this.gate = gate;
    }

    /** @return negative when nothing follows */
    int read(byte[] buffer) {
        try {
            return from.getInputStream().read(buffer);
        } catch (IOException e) {
            // Reset by whoever sends, or closed by the proxy.
            return -1;
        }
    }

    /** Passes them on as the gate lets it, or nowhere when nobody is there to read them. */
    void write(byte[] bytes, int length) {
        for (int at = 0; at < length && passes() && !broken; ) {
            StreamFlow flow = gate.await();
            gate.pause(flow);
            int piece = Math.min(flow.piece(), length - at);
            write(bytes, at, piece);
            at += piece;
        }
    }

    /** Whether anything gets to the other side, as soon as it does: what is lost stays so. */
    boolean passes() {
        lost |= gate.await().passing() == Passing.IS_LOST;
        return !lost;
    }

    boolean hasLost() {
        return lost;
    }

    private void write(byte[] bytes, int at, int length) {
        try {
            to.getOutputStream().write(bytes, at, length);
        } catch (IOException e) {
            // Who sends is still read to the end: the server is to finish what it began.
            broken = true;
        }
    }
}
