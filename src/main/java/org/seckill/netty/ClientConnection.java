package org.seckill.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Application.RequestTimer;
import org.seckill.http.ErrorReply;
import org.seckill.http.FastPath;
import org.seckill.http.NonBlockingThread;
import org.seckill.http.Reply;
import org.seckill.http.RequestRules;
import org.seckill.http.SecurityHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a client. It serves one request after the other (RFC 9112, 9.3.2): a request that arrives early waits, and
 * meanwhile nothing more is read. Only its event loop calls it, except where a method says otherwise.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes the connection, which is noticed.
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

    private static final ByteBuf CONTINUE = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer().writeBytes("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII)));

    /** How long a connection that is being closed is read, so that the client gets the answer before a reset. */
    private static final long LINGER_NANOS = 1_000_000_000L;

    /** How long an unused connection to the container is kept. */
    private static final long BACKEND_IDLE_NANOS = 5_000_000_000L;

    private final NettyServer server;
    private final Loop loop;
    private final StrictRequestDecoder decoder;

    private ChannelHandlerContext context;

    /** Bytes written here go straight to the socket. */
    private ChannelHandlerContext socket;

    private @Nullable ResponseEncoder encoder;
    private @Nullable BackendConnection backend;
    private @Nullable Deque<Object> early;

    /** The request's body is not complete. */
    private boolean receiving;

    /** The request is not answered yet. */
    private boolean answering;

    private boolean forwarding;
    private boolean closing;
    private boolean inRead;
    private boolean unflushed;
    private boolean inputClosed;

    /** Early requests are being served. */
    private boolean inTurn;

    private boolean keepAlive;
    private boolean isHttp10;
    private boolean isHead;
    private boolean overTls;

    /** The call of the fast path whose body is being received, or which is being served. */
    private FastPath.@Nullable Match call;

    /** The request of that call. */
    private @Nullable HttpRequest request;

    private @Nullable IntConsumer timer;

    /** Set by any thread. */
    private volatile @Nullable Reply reply;

    private long lastUse = System.nanoTime();

    /** When the node began to wait for the client to take an answer; 0 if it does not. */
    private long blockedSince;

    @SuppressWarnings("NullAway.Init") // `handlerAdded` sets the contexts.
    ClientConnection(NettyServer server, Loop loop, StrictRequestDecoder decoder) {
        this.server = server;
        this.loop = loop;
        this.decoder = decoder;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        socket = added.pipeline().context(decoder);
    }

    @Override
    public void channelActive(ChannelHandlerContext ignored) {
        loop.add(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        loop.remove(this);
        server.closed();
        closing = true;
        discardEarly();
        if (backend != null) {
            backend.close();
        }
        if (receiving) {
            endTimer(RequestTimer.NOT_ANSWERED);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable thrown) {
        // The client has reset the connection, as a rule.
        log.debug("connection failed", thrown);
        context.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            if (closing || !answering || receiving) {
                context.close();
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        inRead = true;
        if (closing) {
            ReferenceCountUtil.release(message);
        } else if (early != null || (!receiving && (answering || !channel().isWritable()))) {
            wait(message);
        } else {
            process(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        inRead = false;
        if (unflushed) {
            flush();
        }
        if (forwarding && backend != null) {
            backend.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (backend != null) {
            backend.read(channel().isWritable());
        }
        if (!answering && !receiving) {
            next();
        }
    }

    private void wait(Object message) {
        if (early == null) {
            early = new ArrayDeque<>(4);
        }
        early.add(message);
        channel().config().setAutoRead(false);
    }

    private void process(Object message) {
        lastUse = System.nanoTime();
        if (message instanceof HttpRequest request) {
            begin(request);
        } else if (message instanceof HttpContent content) {
            receive(content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        receiving = true;
        answering = true;
        isHttp10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        keepAlive = HttpUtil.isKeepAlive(request);
        // Netty reports a malformed request with another method.
        isHead = request.decoderResult().isFailure()
                ? decoder.isHead()
                : request.method().equals(HttpMethod.HEAD);
        overTls = false;
        if (request.decoderResult().isFailure() && decoder.isHeaderless()) {
            // HTTP/0.9 is obsolete (RFC 9112, appendix A), and a response without a header cannot be told from a page.
            context.close();
            return;
        }
        ErrorReply fault = RequestSyntax.fault(request);
        if (fault != null) {
            refuse(fault);
            return;
        }
        NettyCall candidate = NettyCall.of(request);
        FastPath.Match found =
                candidate == null ? null : server.application().fastPath().find(candidate);
        if (candidate == null || found == null) {
            expectContinue(request);
            forward(request);
            return;
        }
        timer = server.application().timer().start(candidate.path());
        overTls = SecurityHeaders.isOverTls(candidate);
        long length = HttpUtil.getContentLength(request, 0L);
        ErrorReply refusal = RequestRules.refusal(candidate, length);
        if (refusal != null) {
            // The rest of a short body is read and discarded.
            keepAlive &= length <= RequestRules.LARGEST_BODY && !HttpUtil.isTransferEncodingChunked(request);
            write(refusal.reply());
        } else {
            expectContinue(request);
            call = found;
            this.request = request;
        }
    }

    private void expectContinue(HttpRequest request) {
        if (HttpUtil.is100ContinueExpected(request)) {
            socket.writeAndFlush(CONTINUE.duplicate());
        }
    }

    private void receive(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            if (answering && !forwarding) {
                refuse(RequestSyntax.of(content.decoderResult().cause()));
            } else {
                context.close();
            }
            return;
        }
        boolean isLast = content instanceof LastHttpContent;
        if (forwarding && backend != null) {
            backend.send(content);
        } else {
            // The fast path reads no body.
            content.release();
        }
        if (isLast) {
            receiving = false;
            FastPath.Match complete = call;
            if (complete != null) {
                serve(complete);
            } else if (!answering) {
                next();
            }
        }
    }

    private void serve(FastPath.Match complete) {
        CompletableFuture<Reply> served;
        try {
            served = complete.serve();
        } catch (NonBlockingThread.WouldBlock e) {
            serveInWorker(complete);
            return;
        }
        if (served == null) {
            forwardComplete();
        } else if (served.isDone()) {
            write(served.join());
        } else {
            writeWhenDone(served);
        }
    }

    private void serveInWorker(FastPath.Match complete) {
        try {
            server.workers().execute(() -> {
                CompletableFuture<Reply> served = complete.serve();
                if (served == null) {
                    context.executor().execute(this::forwardComplete);
                } else {
                    writeWhenDone(served);
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("too many requests wait for a thread", e);
            write(ErrorReply.BUSY.reply());
        }
    }

    /** May be called by any thread. */
    private void writeWhenDone(CompletableFuture<Reply> served) {
        // The future never fails, see FastPath.
        CompletableFuture<Void> unused = served.thenAccept(done -> {
            reply = done;
            loop.answered(this);
        });
    }

    /** Writes the reply that another thread has completed. */
    void writeAnswer() {
        Reply done = reply;
        reply = null;
        if (done != null) {
            write(done);
        }
    }

    /** Answers a malformed request: where the next one would begin is unknown. */
    private void refuse(ErrorReply fault) {
        keepAlive = false;
        write(fault.reply());
    }

    private void write(Reply done) {
        endTimer(done.status());
        call = null;
        request = null;
        if (closing) {
            return;
        }
        boolean isKept = isKept();
        ReplyBytes.Connection connection = !isKept
                ? ReplyBytes.Connection.CLOSED
                : isHttp10 ? ReplyBytes.Connection.KEPT_1_0 : ReplyBytes.Connection.KEPT;
        socket.write(server.replies().of(context.alloc(), done, !isHead, overTls, connection));
        ended(isKept);
    }

    /** Whether the connection is kept after the answer. */
    private boolean isKept() {
        return keepAlive && !inputClosed && !server.isDraining();
    }

    private void endTimer(int status) {
        IntConsumer running = timer;
        timer = null;
        if (running != null) {
            running.accept(status);
        }
    }

    /** The answer is written. */
    private void ended(boolean isKept) {
        answering = false;
        forwarding = false;
        lastUse = System.nanoTime();
        server.served();
        if (!isKept) {
            closeAfterAnswer();
            return;
        }
        unflushed = true;
        if (!inRead) {
            flush();
        }
        if (!receiving) {
            next();
        }
    }

    private void flush() {
        unflushed = false;
        context.flush();
    }

    private void closeAfterAnswer() {
        closing = true;
        unflushed = false;
        discardEarly();
        if (!receiving) {
            socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
            // The client may still send: a close would reset the connection, and the answer would be lost.
            socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
                if (channel() instanceof DuplexChannel duplex) {
                    duplex.shutdownOutput();
                }
            });
            channel().config().setAutoRead(true);
        }
    }

    /** Serves the requests that arrived early. Not recursive: an answer at once only ends its own turn of the loop. */
    private void next() {
        Deque<Object> waiting = early;
        if (waiting == null || inTurn) {
            return;
        }
        inTurn = true;
        // A client that does not read its answers gets no further ones.
        while (!closing && (receiving || (!answering && channel().isWritable())) && !waiting.isEmpty()) {
            process(waiting.poll());
        }
        inTurn = false;
        if (waiting.isEmpty() && !closing) {
            early = null;
            channel().config().setAutoRead(true);
        }
        if (unflushed && !inRead) {
            flush();
        }
    }

    private void discardEarly() {
        Deque<Object> waiting = early;
        early = null;
        if (waiting != null) {
            waiting.forEach(ReferenceCountUtil::release);
        }
    }

    // Forwarding

    private void forward(HttpRequest request) {
        forwarding = true;
        if (backend == null || !backend.isUsable()) {
            backend = new BackendConnection(this, server.backend());
        }
        backend.begin(request, address());
    }

    /** The fast path leaves this request, whose body it has discarded, to the container. */
    private void forwardComplete() {
        // The container measures it, or the client has left.
        endTimer(RequestTimer.NOT_ANSWERED);
        HttpRequest complete = request;
        if (closing || complete == null) {
            return;
        }
        call = null;
        request = null;
        complete.headers().remove("Content-Length");
        forward(complete);
        if (backend != null) {
            backend.send(LastHttpContent.EMPTY_LAST_CONTENT);
            backend.flush();
        }
    }

    private String address() {
        return channel().remoteAddress() instanceof InetSocketAddress client && client.getAddress() != null
                ? client.getAddress().getHostAddress()
                : "";
    }

    Channel channel() {
        return context.channel();
    }

    boolean isHead() {
        return isHead;
    }

    /** The container answers. */
    void respond(HttpResponse response) {
        if (closing) {
            return;
        }
        boolean isChunked = HttpUtil.isTransferEncodingChunked(response);
        if (isChunked && isHttp10) {
            // The end of the connection ends the body.
            HttpUtil.setTransferEncodingChunked(response, false);
            keepAlive = false;
        }
        boolean isKept = isKept();
        keepAlive = isKept;
        response.headers().remove("Connection").remove("Keep-Alive");
        if (!isKept) {
            response.headers().set("Connection", "close");
        } else if (isHttp10) {
            response.headers().set("Connection", "keep-alive");
        }
        if (encoder == null) {
            encoder = new ResponseEncoder();
            context.pipeline().addBefore(context.name(), null, encoder);
        }
        encoder.isHead = isHead;
        context.write(response);
    }

    /** A part of the container's answer. */
    void respond(HttpContent content) {
        boolean isLast = content instanceof LastHttpContent;
        if (closing) {
            content.release();
        } else {
            context.write(content);
            if (isLast) {
                ended(keepAlive);
            }
        }
    }

    void flushResponse() {
        if (!closing) {
            flush();
        }
    }

    /** @param hasBegun whether a part of the answer is written already */
    void failed(boolean hasBegun) {
        if (closing) {
            return;
        }
        if (hasBegun) {
            context.close();
        } else {
            forwarding = false;
            keepAlive &= !receiving;
            write(ErrorReply.BUSY.reply());
        }
    }

    /** The container takes no more of the request's body for now, or takes it again. */
    void read(boolean isWanted) {
        if (early == null && !closing) {
            channel().config().setAutoRead(isWanted);
        }
    }

    // Time limits

    /** Closes the connection if the node has waited too long for the client. */
    void closeIfLate(long now) {
        Limits limits = server.currentLimits();
        if (!channel().config().isAutoRead()) {
            decoder.pause(now);
        }
        long requestStart = decoder.requestStart();
        if (closing) {
            if (now - lastUse > LINGER_NANOS && blockedSince == 0) {
                context.close();
            }
        } else if (requestStart != 0 && now - requestStart > limits.request().toNanos()) {
            server.disconnectedLate();
            context.close();
            return;
        } else if (!answering && requestStart == 0 && now - lastUse > Limits.IDLE.toNanos()) {
            context.close();
            return;
        }
        if (backend != null && !forwarding && now - lastUse > BACKEND_IDLE_NANOS) {
            backend.close();
            backend = null;
        }
        closeIfBlocked(now, limits);
    }

    private void closeIfBlocked(long now, Limits limits) {
        boolean isBlocked = channel().unsafe().outboundBuffer() != null
                && channel().unsafe().outboundBuffer().totalPendingWriteBytes() > 0;
        if (!isBlocked) {
            blockedSince = 0;
        } else if (blockedSince == 0) {
            blockedSince = now;
        } else if (now - blockedSince > limits.response().toNanos()) {
            server.disconnectedLate();
            context.close();
        }
    }

    /** Whether a request is being received or answered. */
    boolean isBusy() {
        return answering || receiving || decoder.requestStart() != 0;
    }

    /** Closes the connection unless it is busy. */
    void closeIfUnused() {
        if (!isBusy()) {
            context.close();
        }
    }
}
