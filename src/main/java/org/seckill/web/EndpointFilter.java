package org.seckill.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.seckill.http.FastPath;
import org.seckill.http.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link FastPath} in a servlet container. While a reply is not complete, its request holds no thread, if the container
 * allows it. All other requests go on to Spring MVC.
 */
public final class EndpointFilter extends HttpFilter {
    private static final long serialVersionUID = 1;
    private static final Logger log = LoggerFactory.getLogger(EndpointFilter.class);

    private final transient FastPath fastPath;

    public EndpointFilter(FastPath fastPath) {
        this.fastPath = fastPath;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        FastPath.Match match = fastPath.find(new ServletCall(request));
        CompletableFuture<Reply> reply = match == null ? null : match.serve();
        if (reply == null) {
            chain.doFilter(request, response);
        } else if (reply.isDone() || !request.isAsyncSupported()) {
            // Without support for asynchronous requests, this thread waits.
            ServletReply.write(reply.join(), response);
        } else {
            writeWhenDone(request, reply);
        }
    }

    private static void writeWhenDone(HttpServletRequest request, CompletableFuture<Reply> reply) {
        AsyncContext async = request.startAsync();
        // No timeout here: the desk and the look-up have deadlines of their own.
        async.setTimeout(0);
        // `finish` throws nothing.
        CompletableFuture<Void> unused = reply.thenAccept(done -> finish(async, done));
    }

    private static void finish(AsyncContext async, Reply reply) {
        try {
            try {
                // A thread of the desk runs this: it must not block on the client's connection.
                ServletReply.buffer(reply, (HttpServletResponse) async.getResponse());
            } finally {
                async.complete();
            }
        } catch (IOException | RuntimeException e) {
            // The client has disconnected, or the container has ended the request. `result` has an order's outcome.
            log.warn("could not send the answer status={}", reply.status(), e);
        }
    }
}
