package org.seckill.testkit.proxy;

import java.io.IOException;
import java.net.Socket;
import org.seckill.testkit.proxy.StreamFlow.Passing;

/** One direction of one connection. Used by one thread, except {@link #hasLost}. */
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

    /** @return the number of bytes; negative at the end */
    int read(byte[] buffer) {
        try {
            return from.getInputStream().read(buffer);
        } catch (IOException e) {
            // Reset by the sender, or closed by the proxy.
            return -1;
        }
    }

    /** Passes the bytes on as the gate permits. Drops them if the receiver is gone. */
    void write(byte[] bytes, int length) {
        for (int at = 0; at < length && passes() && !broken; ) {
            StreamFlow flow = gate.await();
            gate.pause(flow);
            int piece = Math.min(flow.piece(), length - at);
            write(bytes, at, piece);
            at += piece;
        }
    }

    /** Waits while the gate holds bytes. Returns false once bytes of this direction were lost. */
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
            // The sender is still read to the end, so that the server can finish its work.
            broken = true;
        }
    }
}
