package org.seckill.testkit.sqlfault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One direction of a connection. Used by one thread. */
final class SqlPipe {
    private final InputStream in;
    private final OutputStream out;
    private final Socket to;
    private boolean broken;
    private boolean silent;
    private @Nullable SqlPacket latest;

    SqlPipe(Socket from, Socket to) throws IOException {
        this.in = from.getInputStream();
        this.out = to.getOutputStream();
        this.to = to;
    }

    /** @return empty at the end */
    Optional<SqlPacket> read() {
        try {
            return SqlPacket.read(in);
        } catch (IOException e) {
            // Reset by the sender, or closed by the proxy.
            return Optional.empty();
        }
    }

    /** Passes a part of the packet on. Drops it if the receiver is gone. */
    void write(SqlPacket packet, int from, int to) {
        if (broken || silent) {
            return;
        }
        try {
            out.write(packet.bytes(), from, to - from);
            if (to == packet.length()) {
                latest = packet;
            }
        } catch (IOException e) {
            // The sender is still read to the end, so that the server can finish its work.
            broken = true;
        }
    }

    /** Whether this packet is the last one that was passed on completely. */
    boolean hasPassed(SqlPacket packet) {
        return packet.equals(latest);
    }

    /** Passes nothing more, not even the end. */
    void fallSilent() {
        silent = true;
    }

    boolean isSilent() {
        return silent;
    }

    /** Passes the end on. */
    void end() {
        if (broken || silent) {
            return;
        }
        try {
            to.shutdownOutput();
        } catch (IOException e) {
            // It is closed already.
            broken = true;
        }
    }
}
