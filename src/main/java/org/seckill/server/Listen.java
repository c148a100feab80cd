package org.seckill.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where HTTP is served.
 *
 * @param host a name or address of this machine; null for all its interfaces
 * @param port 0 to 65535; 0 for any free one
 */
public record Listen(@Nullable String host, int port) {

    public static final int DEFAULT_PORT = 8080;

    private static final int HIGHEST_PORT = 65_535;

    public Listen {
        if (port < 0 || port > HIGHEST_PORT) {
            throw notAPort(Integer.toString(port));
        }
    }

    /**
     * Reads the setting that says where.
     *
     * @param port the value of SECKILL_HTTP_PORT; null or blank for {@value #DEFAULT_PORT}
     * @throws LaunchFault when it is not a port
     */
    public static Listen on(@Nullable String host, @Nullable String port) {
        if (port == null || port.isBlank()) {
            return new Listen(host, DEFAULT_PORT);
        }
        try {
            return new Listen(host, Integer.parseInt(port.strip()));
        } catch (NumberFormatException e) {
            throw notAPort(port);
        }
    }

    /**
     * Asks before anything slow is started. Somebody may still take the port afterwards: the server says so then.
     *
     * @throws LaunchFault when the port is taken or forbidden
     */
    public void requireFree() {
        try (ServerSocket trial = new ServerSocket()) {
            // As Tomcat does: without it, a port whose last owner has just left would count as taken.
            trial.setReuseAddress(true);
            trial.bind(host == null ? new InetSocketAddress(port) : new InetSocketAddress(address(host), port));
        } catch (IOException e) {
            throw LaunchFault.ifPortRefused(this, e).orElseGet(() -> LaunchFault.because(e));
        }
    }

    /** The address to open in a browser on this machine. */
    public String url(int boundPort) {
        return "http://" + (host == null ? "localhost" : host) + ":" + boundPort;
    }

    @Override
    public String toString() {
        return (host == null ? "*" : host) + ":" + port;
    }

    private static InetAddress address(String host) throws IOException {
        return InetAddress.getByName(host);
    }

    private static LaunchFault notAPort(String value) {
        return new LaunchFault(String.format(
                Locale.ROOT, "SECKILL_HTTP_PORT is \"%s\": allowed is a port number, 0 to %d", value, HIGHEST_PORT));
    }
}
