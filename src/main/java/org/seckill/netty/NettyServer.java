package org.seckill.netty;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.EventExecutor;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.seckill.http.Application;
import org.seckill.http.ErrorReply;
import org.seckill.http.TransportStatistics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The port of the shop: event loops serve the {@link org.seckill.http.FastPath} and forward other requests to the servlet
 * container. A call that may block runs in a worker thread instead. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes the connection, which is noticed.
public final class NettyServer implements TransportStatistics, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NettyServer.class);

    /** Connections that wait in the kernel when a sale opens, instead of being refused. */
    private static final int BACKLOG = 4096;

    /** Threads for calls that may block; as many as the container has. */
    private static final int WORKERS = 200;

    private static final int WAITING_CALLS = 4096;
    private static final long WORKER_IDLE_SECONDS = 10;

    /** Bytes of one read. */
    private static final int LEAST_READ = 256;

    private static final int USUAL_READ = 1024;
    private static final int MOST_READ = 16 * 1024;

    /** Bytes of an answer that wait for a client before the container is slowed down. */
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(16 * 1024, 64 * 1024);

    private static final long STEP_MILLIS = 50;

    /** After so many steps without a request, the remaining connections are closed; proxies then ask another node. */
    private static final int QUIET_STEPS = 4;

    private final NativeTransport transport;
    private final ChannelTypes channelTypes;
    private final Limits limits;
    private final Limits limitsWhenFull;
    private final Application application;
    private final ReplyBytes replies = new ReplyBytes(Clock.systemUTC());
    private final EventLoopGroup group;
    private final Map<EventExecutor, Loop> loops = new HashMap<>();
    private final ExecutorService workers;
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder served = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final Backend backend;
    private Channel port;
    private volatile boolean isDraining;

    @SuppressWarnings("NullAway.Init") // `start` sets the port.
    private NettyServer(
            NativeTransport transport, int loopCount, Limits limits, Application application, Container container) {
        this.transport = transport;
        this.limits = limits;
        this.limitsWhenFull = limits.whenFull();
        this.application = application;
        this.channelTypes = ChannelTypes.of(transport);
        this.backend = channelTypes.backend(container);
        this.group = channelTypes.loops(loopCount);
        for (EventExecutor thread : group) {
            loops.put(thread, new Loop((EventLoop) thread));
        }
        CustomizableThreadFactory names = new CustomizableThreadFactory("http-worker-");
        names.setDaemon(true);
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                WORKER_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_CALLS),
                names);
        threads.allowCoreThreadTimeOut(true);
        this.workers = threads;
    }

    /**
     * Opens the port.
     *
     * @param loopCount the number of event loops
     * @param container serves what the fast path does not
     * @throws RuntimeException if the port cannot be opened
     */
    public static NettyServer start(
            InetSocketAddress address,
            NativeTransport transport,
            int loopCount,
            Limits limits,
            Application application,
            Container container) {
        NettyServer server = new NettyServer(transport, loopCount, limits, application, container);
        try {
            server.open(address);
        } catch (Exception e) {
            server.close();
            // Netty throws the checked exception of a bind.
            throw e instanceof RuntimeException fault ? fault : new IllegalStateException(e.getMessage(), e);
        }
        application.statistics().accept(server);
        log.info("transport={} loops={} connections={}", transport, loopCount, limits.connections());
        return server;
    }

    /** The most file descriptors that this process may open; empty where the operating system does not say. */
    public static OptionalLong descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? OptionalLong.of(system.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }

    private void open(InetSocketAddress address) throws InterruptedException {
        loops.values().forEach(Loop::start);
        port = new ServerBootstrap()
                .group(group)
                .channel(channelTypes.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(LEAST_READ, USUAL_READ, MOST_READ))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accept(accepted);
                    }
                })
                .bind(address)
                .sync()
                .channel();
    }

    private void accept(Channel accepted) {
        if (connections.incrementAndGet() > limits.connections()) {
            connections.decrementAndGet();
            refused.increment();
            accepted.writeAndFlush(replies.of(
                            accepted.alloc(), ErrorReply.BUSY.reply(), true, false, ReplyBytes.Connection.CLOSED))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        StrictRequestDecoder decoder = new StrictRequestDecoder();
        Loop loop = Objects.requireNonNull(loops.get(accepted.eventLoop()));
        accepted.pipeline().addLast(decoder, new ClientConnection(this, loop, decoder));
    }

    /** The open port, also if any free port was requested. */
    public int port() {
        return ((InetSocketAddress) port.localAddress()).getPort();
    }

    /**
     * Closes the port, and lets requests in flight finish: each answer from now on closes its connection. A proxy sees no
     * error. Returns when no connection is in use, or after {@code millis}; connections with a request stay open until
     * {@link #close}.
     */
    public void drain(long millis) throws InterruptedException {
        isDraining = true;
        port.close().sync();
        long before = -1;
        int quiet = 0;
        for (long left = millis; left > 0 && quiet < QUIET_STEPS && connections.get() > 0; left -= STEP_MILLIS) {
            Thread.sleep(STEP_MILLIS);
            long now = served.sum();
            quiet = now == before && countBusy() == 0 ? quiet + 1 : 0;
            before = now;
        }
        forEachConnection(ClientConnection::closeIfUnused);
    }

    private int countBusy() {
        AtomicInteger busy = new AtomicInteger();
        forEachConnection(connection -> busy.addAndGet(connection.isBusy() ? 1 : 0));
        return busy.get();
    }

    /** In the connections' event loops; waits for them. */
    private void forEachConnection(Consumer<ClientConnection> action) {
        loops.forEach((thread, loop) -> thread.submit(
                        () -> List.copyOf(loop.connections()).forEach(action))
                .syncUninterruptibly());
    }

    /** Closes the port and all connections, and ends the threads. */
    @Override
    public void close() {
        isDraining = true;
        workers.shutdownNow();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Override
    public String name() {
        return transport.toString();
    }

    @Override
    public int connections() {
        return connections.get();
    }

    @Override
    public long refused() {
        return refused.sum();
    }

    @Override
    public long late() {
        return late.sum();
    }

    Application application() {
        return application;
    }

    ReplyBytes replies() {
        return replies;
    }

    ExecutorService workers() {
        return workers;
    }

    Backend backend() {
        return backend;
    }

    boolean isDraining() {
        return isDraining;
    }

    Limits currentLimits() {
        return connections.get() >= limits.connections() ? limitsWhenFull : limits;
    }

    void served() {
        served.increment();
    }

    void closed() {
        connections.decrementAndGet();
    }

    void disconnectedLate() {
        late.increment();
    }
}
