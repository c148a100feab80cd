package org.seckill.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.seckill.server.StartupFailure;

/** Finds free ports of the loopback interface, which only this machine can reach. */
final class LoopbackPort {
    private static final int ATTEMPTS = 5;

    private LoopbackPort() {}

    /**
     * Starts an engine on a free port. Another program may take the port before the engine binds it; if the log says
     * so, the engine is started again on another port.
     */
    static <E> E tryOn(Path log, IntFunction<E> start) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return start.apply(free());
            } catch (StartupFailure fault) {
                if (!new EngineLog(log).saysPortTaken()) {
                    throw fault;
                }
            }
        }
        return start.apply(free());
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartupFailure("no port is free on the loopback interface (" + e.getMessage() + ")", e);
        }
    }
}
