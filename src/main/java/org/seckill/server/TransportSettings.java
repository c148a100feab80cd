package org.seckill.server;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.seckill.netty.Limits;
import org.seckill.netty.NativeTransport;
import org.seckill.netty.NettyServer;

/**
 * The settings of the port of the shop.
 *
 * @param netty how Netty reads and writes; empty if the embedded container serves the port itself
 * @param loops the number of event loops
 * @param connections the most open connections of clients
 */
record TransportSettings(Optional<NativeTransport> netty, int loops, int connections) {
    static final String TRANSPORT = "SECKILL_TRANSPORT";
    private static final String AUTO = "auto";
    private static final String TOMCAT = "tomcat";
    private static final int MOST_LOOPS = 64;
    private static final int LEAST_CONNECTIONS = 16;
    private static final int MOST_CONNECTIONS = 1_000_000;

    /** Descriptors that are left for engines, files and the container's connections. */
    private static final int RESERVED_DESCRIPTORS = 1_000;

    /** Of the container when it serves the port itself. */
    private static final int CONTAINER_CONNECTIONS = 8192;

    /** @throws StartupFailure if a setting is not allowed */
    static TransportSettings read(Function<String, @Nullable String> settings) {
        Optional<NativeTransport> netty = netty(text(settings, TRANSPORT, AUTO));
        return new TransportSettings(
                netty,
                number(settings, "SECKILL_EVENT_LOOPS", defaultLoops(), 1, MOST_LOOPS),
                number(
                        settings,
                        "SECKILL_CONNECTIONS",
                        netty.isPresent() ? defaultConnections() : CONTAINER_CONNECTIONS,
                        LEAST_CONNECTIONS,
                        MOST_CONNECTIONS));
    }

    Limits limits(HttpDeadlines deadlines) {
        return new Limits(connections, deadlines.request(), deadlines.response());
    }

    private static Optional<NativeTransport> netty(String name) {
        if (name.equals(TOMCAT)) {
            return Optional.empty();
        }
        if (name.equals(AUTO)) {
            return Optional.of(NativeTransport.best());
        }
        NativeTransport named = NativeTransport.named(name)
                .orElseThrow(() -> new StartupFailure(
                        "%s is '%s': allowed is auto, io_uring, epoll, nio or tomcat".formatted(TRANSPORT, name)));
        if (!named.isAvailable()) {
            throw new StartupFailure("%s is '%s', which this machine does not support: allowed is auto, nio or tomcat"
                    .formatted(TRANSPORT, name));
        }
        return Optional.of(named);
    }

    /** Half of the processors: the database's answers, garbage collection and the kernel need the others. */
    private static int defaultLoops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** What the process may open. */
    private static int defaultConnections() {
        long descriptors = NettyServer.descriptors().orElse(CONTAINER_CONNECTIONS);
        return (int) Math.max(LEAST_CONNECTIONS, Math.min(MOST_CONNECTIONS, descriptors - RESERVED_DESCRIPTORS));
    }

    private static String text(Function<String, @Nullable String> settings, String name, String fallback) {
        String value = settings.apply(name);
        return value == null || value.isBlank() ? fallback : value.strip().toLowerCase(Locale.ROOT);
    }

    /** @throws StartupFailure if the value is not a number within the bounds */
    static int number(Function<String, @Nullable String> settings, String name, int fallback, int least, int most) {
        String value = settings.apply(name);
        if (value == null || value.isBlank()) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, as a number out of bounds.
        }
        throw new StartupFailure(String.format(
                Locale.ROOT, "%s is '%s': allowed is a whole number from %d to %d", name, value, least, most));
    }
}
