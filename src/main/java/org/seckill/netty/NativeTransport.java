package org.seckill.netty;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The ways in which Netty reads and writes. */
public enum NativeTransport {
    IO_URING,
    EPOLL,
    NIO;

    /** Returns epoll if this machine supports it, else NIO. io_uring is no faster here, see docs/performance.md. */
    public static NativeTransport best() {
        return EPOLL.isAvailable() ? EPOLL : NIO;
    }

    /** @param name as in the settings, such as {@code io_uring} */
    public static Optional<NativeTransport> named(String name) {
        return Stream.of(values()).filter(one -> one.toString().equals(name)).findFirst();
    }

    public boolean isAvailable() {
        return ChannelTypes.of(this).isAvailable();
    }

    /** As in the settings. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
