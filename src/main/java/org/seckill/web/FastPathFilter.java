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
 * Leads the addresses of {@link FastPath}s past the framework, which costs more than all that they do; what that
 * gives is measured in docs/performance.md. Everything else goes on to the framework.
 */
@Component
public final class FastPathFilter extends HttpFilter {
    private static final long serialVersionUID = 1;
    static final String BELOW = "/seckill/";

    private final transient List<Route> routes;

    private record Route(List<String> address, FastPath shortcut) {
        boolean matches(List<String> parts) {
            // From the end, where addresses differ.
            for (int i = parts.size() - 1; i >= 0; i--) {
                if (!address.get(i).equals("*") && !address.get(i).equals(parts.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    FastPathFilter(List<FastPath> shortcuts) {
        this.routes = shortcuts.stream()
                .map(shortcut -> new Route(List.of(shortcut.address().split("/")), shortcut))
                .toList();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath();
        boolean served = path.startsWith(BELOW)
                && serve(
                        request,
                        response,
                        List.of(path.substring(BELOW.length()).split("/", -1)));
        if (!served) {
            chain.doFilter(request, response);
        }
    }

    private boolean serve(HttpServletRequest request, HttpServletResponse response, List<String> parts)
            throws IOException {
        FastPath shortcut = find(parts);
        if (shortcut == null || !shortcut.methods().contains(method(request))) {
            return false;
        }
        try {
            return shortcut.serve(request, response, parts);
        } catch (ServletException | RuntimeException e) {
            refuse(response, e);
            return true;
        }
    }

    /** Answers what became of a request that fails; also later, by whoever answers without the request's thread. */
    public static void refuse(HttpServletResponse response, Exception thrown) throws IOException {
        ErrorReply refusal = ErrorReplies.of(thrown);
        if (!response.isCommitted()) {
            response.resetBuffer();
            refusal.write(response);
        }
    }

    private @Nullable FastPath find(List<String> parts) {
        for (Route route : routes) {
            if (route.address.size() == parts.size() && route.matches(parts)) {
                return route.shortcut;
            }
        }
        return null;
    }

    // The container leaves out the body where only the head is asked for.
    private static String method(HttpServletRequest request) {
        return request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    }
}
