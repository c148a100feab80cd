package org.seckill.testkit.sqlfault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One direction of a connection. By one thread. */
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

    /** @return nothing when nothing follows */
    Optional<SqlPacket> read() {
        try {
            return SqlPacket.read(in);
        } catch (IOException e) {
            // Reset by whoever sends, or closed by the proxy.
            return Optional.empty();
        }
    }

    /** Passes a part of the packet on, or nowhere when nobody is there to read it. */
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
            // Who sends is still read to the end: the server is to finish what it began.
            broken = true;
        }
    }

    /** Whether this packet, and none after it, was passed on to its last byte. */
    boolean hasPassed(SqlPacket packet) {
        return packet.equals(latest);
    }

    /** Passes nothing on any more, not even the end. */
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
