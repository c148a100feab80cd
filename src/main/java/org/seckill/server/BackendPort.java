package org.seckill.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;
import org.seckill.netty.Container;

/**
 * The connector through which Netty reaches Tomcat. No other user can connect: it is a Unix domain socket in a private folder;
 * where the path is too long, or on Windows, a loopback port that requires a secret.
 */
final class BackendPort {
    /** The longest path of a socket is 104 to 108 bytes (unix(7)). */
    private static final int LONGEST_PATH = 100;

    private static final int SECRET_BYTES = 16;

    private final @Nullable Path socket;
    private final String secret;
    private @Nullable Connector connector;

    private BackendPort(@Nullable Path socket) {
        this.socket = socket;
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        this.secret = HexFormat.of().formatHex(random);
    }

    static BackendPort in(Path folder) {
        Path socket = folder.resolve("backend").resolve("http.sock");
        boolean isPossible = socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH
                && !System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return new BackendPort(isPossible ? socket : null);
    }

    /** Creates the connector. */
    Connector connector(HttpDeadlines deadlines) {
        Connector created = HttpConnector.behindNetty(deadlines);
        if (socket != null) {
            try {
                Path folder = Files.createDirectories(socket.getParent());
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                // Left by a process that was killed.
                Files.deleteIfExists(socket);
            } catch (IOException e) {
                throw new StartupFailure("the work folder cannot be written (" + e + ")", e);
            }
            created.setProperty("unixDomainSocketPath", socket.toString());
            created.setProperty("unixDomainSocketPathPermissions", "rwx------");
        }
        connector = created;
        return created;
    }

    Valve valve() {
        return new BackendValve(required(), secret);
    }

    /** Call it when the connector is started. */
    Container container() {
        return new Container(socket, socket == null ? required().getLocalPort() : 0, secret);
    }

    private Connector required() {
        Connector created = connector;
        if (created == null) {
            throw new IllegalStateException("the connector is not created");
        }
        return created;
    }
}
