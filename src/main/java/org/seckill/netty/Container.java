package org.seckill.netty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the servlet container listens: at a Unix domain socket in a folder that no other user can enter, or at a port of the
 * loopback address.
 *
 * @param socket null if it listens at a port
 * @param secret a header of each forwarded request, without which the container refuses it
 */
public record Container(@Nullable Path socket, int port, String secret) {
    public static final String SECRET_HEADER = "Seckill-Backend-Secret";

    /** Contains the client's address. */
    public static final String ADDRESS_HEADER = "Seckill-Client-Address";

    InetSocketAddress loopbackAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
