package org.seckill.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.seckill.http.NonBlockingThread;

/** Netty's classes for a {@link NativeTransport}. */
final class ChannelTypes {
    private final NativeTransport transport;
    private final BooleanSupplier available;
    private final Supplier<IoHandlerFactory> handlers;
    private final Class<? extends ServerChannel> server;
    private final Class<? extends Channel> tcp;
    private final Class<? extends Channel> unix;
    private final Function<Path, SocketAddress> unixAddress;

    private ChannelTypes(
            NativeTransport transport,
            BooleanSupplier available,
            Supplier<IoHandlerFactory> handlers,
            Class<? extends ServerChannel> server,
            Class<? extends Channel> tcp,
            Class<? extends Channel> unix,
            Function<Path, SocketAddress> unixAddress) {
        this.transport = transport;
        this.available = available;
        this.handlers = handlers;
        this.server = server;
        this.tcp = tcp;
        this.unix = unix;
        this.unixAddress = unixAddress;
    }

    static ChannelTypes of(NativeTransport transport) {
        return switch (transport) {
            case IO_URING ->
                new ChannelTypes(
                        transport,
                        IoUring::isAvailable,
                        IoUringIoHandler::newFactory,
                        IoUringServerSocketChannel.class,
                        IoUringSocketChannel.class,
                        IoUringDomainSocketChannel.class,
                        socket -> new DomainSocketAddress(socket.toString()));
            case EPOLL ->
                new ChannelTypes(
                        transport,
                        Epoll::isAvailable,
                        EpollIoHandler::newFactory,
                        EpollServerSocketChannel.class,
                        EpollSocketChannel.class,
                        EpollDomainSocketChannel.class,
                        socket -> new DomainSocketAddress(socket.toString()));
            case NIO ->
                new ChannelTypes(
                        transport,
                        () -> true,
                        NioIoHandler::newFactory,
                        NioServerSocketChannel.class,
                        NioSocketChannel.class,
                        NioDomainSocketChannel.class,
                        UnixDomainSocketAddress::of);
        };
    }

    boolean isAvailable() {
        return available.getAsBoolean();
    }

    EventLoopGroup loops(int count) {
        AtomicInteger next = new AtomicInteger(1);
        ThreadFactory threads = work -> new EventLoopThread(work, "http-" + transport + "-" + next.getAndIncrement());
        return new MultiThreadIoEventLoopGroup(count, threads, handlers.get());
    }

    Class<? extends ServerChannel> server() {
        return server;
    }

    Backend backend(Container container) {
        Path socket = container.socket();
        return socket == null
                ? new Backend(container.loopbackAddress(), tcp, container.secret())
                : new Backend(unixAddress.apply(socket), unix, container.secret());
    }

    private static final class EventLoopThread extends FastThreadLocalThread implements NonBlockingThread {
        EventLoopThread(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }
    }
}
