package org.seckill.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Endpoint;
import org.seckill.http.Endpoints;
import org.seckill.http.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Serves {@link Endpoint}s without Spring MVC, which costs more than their own work; docs/performance.md has the
 * measurements. While a reply is not complete, its request holds no thread, if the container allows it. All other requests
 * go on to Spring MVC.
 */
@Component
public final class EndpointFilter extends HttpFilter {
    private static final long serialVersionUID = 1;
    private static final Logger log = LoggerFactory.getLogger(EndpointFilter.class);
    static final String PREFIX = "/seckill/";

    private final transient List<Route> routes;

    private record Route(List<String> address, Endpoint endpoint) {
        boolean matches(List<String> parts) {
            // From the end: addresses differ in their last part.
            for (int i = parts.size() - 1; i >= 0; i--) {
                if (!address.get(i).equals("*") && !address.get(i).equals(parts.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    EndpointFilter(List<Endpoints> features) {
        this.routes = features.stream()
                .flatMap(feature -> feature.endpoints().stream())
                .map(endpoint -> new Route(List.of(endpoint.address().split("/")), endpoint))
                .toList();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath();
        boolean served = path.startsWith(PREFIX)
                && serve(
                        request,
                        response,
                        List.of(path.substring(PREFIX.length()).split("/", -1)));
        if (!served) {
            chain.doFilter(request, response);
        }
    }

    private boolean serve(HttpServletRequest request, HttpServletResponse response, List<String> parts)
            throws IOException {
        Endpoint endpoint = find(parts);
        if (endpoint == null || !endpoint.methods().contains(method(request))) {
            return false;
        }
        CompletableFuture<Reply> reply;
        try {
            reply = endpoint.handler().serve(request, parts);
        } catch (RuntimeException e) {
            reply = CompletableFuture.failedFuture(e);
        }
        if (reply == null) {
            return false;
        }
        // Without support for asynchronous requests, this thread waits.
        if (reply.isDone() || !request.isAsyncSupported()) {
            join(reply).write(response);
        } else {
            writeWhenDone(request, reply, endpoint);
        }
        return true;
    }

    private static Reply join(CompletableFuture<Reply> reply) {
        try {
            return reply.join();
        } catch (CompletionException e) {
            return refusal(e);
        }
    }

    private static void writeWhenDone(HttpServletRequest request, CompletableFuture<Reply> reply, Endpoint endpoint) {
        AsyncContext async = request.startAsync();
        // No timeout here: the desk and the look-up have deadlines of their own.
        async.setTimeout(0);
        // `finish` throws nothing.
        CompletableFuture<Void> unused = reply.handle((done, failed) -> {
            finish(async, done != null ? done : refusal(failed), endpoint);
            return null;
        });
    }

    private static void finish(AsyncContext async, Reply reply, Endpoint endpoint) {
        try {
            try {
                // A thread of the desk runs this: it must not block on the client's connection.
                reply.buffer((HttpServletResponse) async.getResponse());
            } finally {
                async.complete();
            }
        } catch (IOException | RuntimeException e) {
            // The client has disconnected, or the container has ended the request. `result` has an order's outcome.
            log.warn("could not send the answer address={} status={}", endpoint.address(), reply.status(), e);
        }
    }

    private static Reply refusal(@Nullable Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        Exception thrown = cause instanceof Exception exception ? exception : new IllegalStateException(cause);
        return ErrorReplies.of(thrown).reply();
    }

    private @Nullable Endpoint find(List<String> parts) {
        for (Route route : routes) {
            if (route.address.size() == parts.size() && route.matches(parts)) {
                return route.endpoint;
            }
        }
        return null;
    }

    // For HEAD the container leaves out the body.
    private static String method(HttpServletRequest request) {
        return request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    }
}
