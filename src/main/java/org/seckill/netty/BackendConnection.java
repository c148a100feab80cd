package org.seckill.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to the servlet container that belongs to one client's connection, in the same event loop. It is opened by the
 * first request that is forwarded. Both directions are streamed: whoever is slower stops the reading of the other.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes the connection, which is noticed.
@ChannelHandler.Sharable // One channel after the other: a request may be repeated on a new one.
final class BackendConnection extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(BackendConnection.class);

    /** Headers of one hop (RFC 9110, 7.6.1), and those that this server sets or has dealt with. */
    private static final List<String> NOT_FORWARDED = List.of(
            "Connection",
            "Keep-Alive",
            "Proxy-Connection",
            "TE",
            "Trailer",
            "Upgrade",
            "Expect",
            Container.ADDRESS_HEADER,
            Container.SECRET_HEADER);

    private final ClientConnection client;
    private final Backend target;
    private final Deque<Object> unsent = new ArrayDeque<>(2);
    private @Nullable Channel channel;
    private boolean isConnecting;
    private boolean isClosed;

    /** A request was begun and is not answered. */
    private boolean isUsed;

    /** A part of the answer was passed on. */
    private boolean hasBegun;

    /** A request that can be repeated if the container had closed this connection before the request arrived. */
    private @Nullable HttpRequest repeatable;

    private boolean isReused;

    /** The container closes the connection after the response. */
    private boolean isLast;

    /** The whole request was passed on. */
    private boolean isSent;

    BackendConnection(ClientConnection client, Backend target) {
        this.client = client;
        this.target = target;
    }

    boolean isUsable() {
        return !isClosed && !isUsed;
    }

    void begin(HttpRequest request, String address) {
        isUsed = true;
        isSent = false;
        hasBegun = false;
        HttpRequest forwarded =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.uri(), request.headers());
        HttpHeaders headers = forwarded.headers();
        NOT_FORWARDED.forEach(headers::remove);
        if (!headers.contains("Host")) {
            headers.set("Host", "");
        }
        headers.set(Container.ADDRESS_HEADER, address);
        headers.set(Container.SECRET_HEADER, target.secret);
        boolean hasBody = HttpUtil.getContentLength(forwarded, 0L) > 0 || HttpUtil.isTransferEncodingChunked(forwarded);
        boolean isSafe =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        repeatable = isReused && isSafe && !hasBody ? forwarded : null;
        send(forwarded);
    }

    void send(Object part) {
        isSent |= part instanceof LastHttpContent;
        Channel open = channel;
        if (open != null) {
            open.write(part);
            if (part instanceof LastHttpContent) {
                open.flush();
            } else if (!open.isWritable()) {
                open.flush();
                client.read(false);
            }
        } else if (isClosed) {
            ReferenceCountUtil.release(part);
        } else {
            unsent.add(part);
            connect();
        }
    }

    void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    /** The client takes more of the answer, or takes no more for now. */
    void read(boolean isWanted) {
        if (channel != null) {
            channel.config().setAutoRead(isWanted);
        }
    }

    void close() {
        isClosed = true;
        isUsed = false;
        unsent.forEach(ReferenceCountUtil::release);
        unsent.clear();
        if (channel != null) {
            channel.close();
        }
    }

    private void connect() {
        if (isConnecting) {
            return;
        }
        isConnecting = true;
        ChannelFuture connecting = new Bootstrap()
                .group(client.channel().eventLoop())
                .channel(target.channelType)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel created) {
                        created.pipeline().addLast(new HttpRequestEncoder(), new Responses(), BackendConnection.this);
                    }
                })
                .connect(target.address);
        connecting.addListener(connected -> {
            isConnecting = false;
            if (connected.isSuccess()) {
                opened(connecting.channel());
            } else {
                log.debug("the container does not accept a connection", connected.cause());
                fail();
            }
        });
    }

    private void opened(Channel open) {
        if (isClosed) {
            open.close();
            return;
        }
        channel = open;
        for (Object part = unsent.poll(); part != null; part = unsent.poll()) {
            open.write(part);
        }
        open.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpMessage malformed
                && malformed.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            fail();
            return;
        }
        if (message instanceof HttpResponse response) {
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL || !isUsed) {
                ReferenceCountUtil.release(message);
                return;
            }
            hasBegun = true;
            isLast = !HttpUtil.isKeepAlive(response);
            repeatable = null;
            client.respond(response);
        } else if (message instanceof HttpContent content && hasBegun) {
            if (content instanceof LastHttpContent) {
                isUsed = false;
                isReused = true;
                hasBegun = false;
                if (isLast || !isSent) {
                    // Answered before its body was sent, the container would take the next request for the body.
                    close();
                }
            }
            client.respond(content);
            if (!client.channel().isWritable()) {
                client.flushResponse();
                read(client.channel().isWritable());
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        client.flushResponse();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        client.read(context.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        HttpRequest again = repeatable;
        if (again != null && isUsed && !isClosed) {
            // The container closed the connection while the request was on its way: nothing was done.
            repeatable = null;
            channel = null;
            send(again);
            send(LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        fail();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        log.debug("connection to the container failed", thrown);
        context.close();
    }

    private void fail() {
        boolean wasUsed = isUsed;
        close();
        if (wasUsed) {
            client.failed(hasBegun);
        }
    }

    /** Knows the responses that have no body. */
    private final class Responses extends HttpResponseDecoder {
        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage message) {
            return client.isHead() || super.isContentAlwaysEmpty(message);
        }
    }
}
