package org.seckill.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The address on which HTTP is served.
 *
 * @param host a name or address of this machine; null for all its interfaces
 * @param port 0 to 65535; 0 for any free port
 */
public record Listen(@Nullable String host, int port) {

    public static final int DEFAULT_PORT = 8080;

    private static final String HOST = "SECKILL_HTTP_HOST";
    private static final String PORT = "SECKILL_HTTP_PORT";
    private static final String MANAGEMENT_HOST = "SECKILL_MANAGEMENT_HOST";
    private static final String MANAGEMENT_PORT = "SECKILL_MANAGEMENT_PORT";
    private static final int HIGHEST_PORT = 65_535;

    public Listen {
        if (port < 0 || port > HIGHEST_PORT) {
            throw notAPort(PORT, Integer.toString(port));
        }
    }

    /**
     * Parses the settings of the main address.
     *
     * @param host the value of SECKILL_HTTP_HOST; null or blank for all addresses
     * @param port the value of SECKILL_HTTP_PORT; null or blank for {@value #DEFAULT_PORT}
     * @throws StartupFailure if the port is not a port number, or the host is not of this machine
     */
    public static Listen on(@Nullable String host, @Nullable String port) {
        return new Listen(host(HOST, host), port == null || port.isBlank() ? DEFAULT_PORT : port(PORT, port));
    }

    /**
     * Reads the address of readiness and metrics; empty if they are served at {@code main}.
     *
     * @throws StartupFailure as {@link #on}
     */
    static Optional<Listen> forManagement(Listen main, Function<String, @Nullable String> settings) {
        String port = settings.apply(MANAGEMENT_PORT);
        String host = host(MANAGEMENT_HOST, settings.apply(MANAGEMENT_HOST));
        if (port == null || port.isBlank()) {
            return Optional.empty();
        }
        Listen own = new Listen(host == null ? main.host : host, port(MANAGEMENT_PORT, port));
        if (own.port != 0 && own.port == main.port) {
            throw new StartupFailure(String.format(
                    Locale.ROOT, "%s is \"%s\", as %s: allowed is another port", MANAGEMENT_PORT, port, PORT));
        }
        return Optional.of(own);
    }

    /**
     * Checks that the port is free, before slow parts of the start. Another process may still take it afterwards; then
     * the server reports it.
     *
     * @throws StartupFailure if the port is taken or forbidden
     */
    public void requireFree() {
        requireFree(PORT);
    }

    /** As {@link #requireFree()}, for the management port. */
    void requireFreeForManagement() {
        requireFree(MANAGEMENT_PORT);
    }

    /** @throws StartupFailure if the host has become unknown */
    InetSocketAddress address() {
        try {
            return host == null ? new InetSocketAddress(port) : new InetSocketAddress(address(host), port);
        } catch (IOException e) {
            throw StartupFailure.because(e);
        }
    }

    /** The address to open in a browser on this machine. */
    public String url(int boundPort) {
        return "http://" + (host == null || host.equals("0.0.0.0") || host.equals("::") ? "localhost" : bracketed(host))
                + ":" + boundPort;
    }

    @Override
    public String toString() {
        return (host == null ? "*" : bracketed(host)) + ":" + port;
    }

    private void requireFree(String setting) {
        try {
            tryToBind(address());
        } catch (IOException e) {
            throw StartupFailure.ifPortRefused(this, setting, e).orElseGet(() -> StartupFailure.because(e));
        }
    }

    private static @Nullable String host(String setting, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        // An IPv6 address may be in brackets, as in a URL.
        String host = value.strip().replaceFirst("^\\[(.*)]$", "$1");
        try {
            tryToBind(new InetSocketAddress(address(host), 0));
            return host;
        } catch (IOException e) {
            String allowed = "allowed is a name or an address of this machine";
            throw new StartupFailure(setting + " is \"" + value + "\" (" + e.getMessage() + "): " + allowed, e);
        }
    }

    private static void tryToBind(InetSocketAddress address) throws IOException {
        try (ServerSocket trial = new ServerSocket()) {
            // As Tomcat does: without it, a port that was closed a moment ago counts as taken.
            trial.setReuseAddress(true);
            trial.bind(address);
        }
    }

    private static int port(String setting, String value) {
        try {
            int port = Integer.parseInt(value.strip());
            if (port >= 0 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Reported below, as a number out of bounds.
        }
        throw notAPort(setting, value);
    }

    private static InetAddress address(String host) throws IOException {
        return InetAddress.getByName(host);
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static StartupFailure notAPort(String setting, String value) {
        return new StartupFailure(String.format(
                Locale.ROOT, "%s is \"%s\": allowed is a port number, 0 to %d", setting, value, HIGHEST_PORT));
    }
}
