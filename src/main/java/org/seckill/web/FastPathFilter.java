package org.seckill.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.seckill.http.ErrorReply;
import org.seckill.http.FastPath;
import org.springframework.stereotype.Component;

/**
 * Serves the addresses of {@link FastPath}s without Spring MVC, which costs more than their own work;
 * docs/performance.md has the measurements. All other requests go on to Spring MVC.
 */
@Component
public final class FastPathFilter extends HttpFilter {
    private static final long serialVersionUID = 1;
    static final String PREFIX = "/seckill/";

    private final transient List<Route> routes;

    private record Route(List<String> address, FastPath fastPath) {
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

    FastPathFilter(List<FastPath> fastPaths) {
        this.routes = fastPaths.stream()
                .map(fastPath -> new Route(List.of(fastPath.address().split("/")), fastPath))
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
        FastPath fastPath = find(parts);
        if (fastPath == null || !fastPath.methods().contains(method(request))) {
            return false;
        }
        try {
            return fastPath.serve(request, response, parts);
        } catch (ServletException | RuntimeException e) {
            refuse(response, e);
            return true;
        }
    }

    /** Answers a failed request, also an asynchronous one. Does nothing if an answer has been sent already. */
    public static void refuse(HttpServletResponse response, Exception thrown) throws IOException {
        ErrorReply reply = ErrorReplies.of(thrown);
        if (!response.isCommitted()) {
            response.resetBuffer();
            reply.write(response);
        }
    }

    private @Nullable FastPath find(List<String> parts) {
        for (Route route : routes) {
            if (route.address.size() == parts.size() && route.matches(parts)) {
                return route.fastPath;
            }
        }
        return null;
    }

    // For HEAD the container leaves out the body.
    private static String method(HttpServletRequest request) {
        return request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    }
}
