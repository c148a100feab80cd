package org.seckill.netty;

import io.netty.channel.Channel;
import java.net.SocketAddress;

/** Where the servlet container listens. */
final class Backend {
    final SocketAddress address;
    final Class<? extends Channel> channelType;

    /** Proves to the container that a request comes from this server. */
    final String secret;

    Backend(SocketAddress address, Class<? extends Channel> channelType, String secret) {
        this.address = address;
        this.channelType = channelType;
        this.secret = secret;
    }
}
