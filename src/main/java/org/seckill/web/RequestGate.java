package org.seckill.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.seckill.http.ErrorReply;

/**
 * Refuses unsafe requests before their body is read:
 *
 * <ul>
 *   <li>a body larger than {@value #LARGEST_BODY} bytes: the largest valid one holds a phone number;
 *   <li>a POST from another site: {@code SameSite=Lax} alone would let a sibling domain buy;
 *   <li>a login in an address: addresses are kept in logs and histories;
 *   <li>path parameters ({@code ;x}): no address has them, and container, framework and proxy parse them differently.
 * </ul>
 */
public final class RequestGate extends HttpFilter {
    private static final long serialVersionUID = 1;

    /** In bytes. */
    static final int LARGEST_BODY = 8 * 1024;

    private static final String LOGIN = "/seckill/login";

    private static final ErrorReply NOT_FOUND = ErrorReply.of(404, "not found");
    private static final ErrorReply TOO_LARGE = ErrorReply.of(413, "the body is too large");
    private static final ErrorReply NO_LENGTH = ErrorReply.of(411, "the body's length is needed");
    private static final ErrorReply LOGIN_IN_ADDRESS =
            ErrorReply.of(400, "a login is sent in the body: an address is kept in logs and histories");
    private static final ErrorReply CROSS_SITE = ErrorReply.of(403, "asked for by another site");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getRequestURI().indexOf(';') >= 0) {
            NOT_FOUND.reply().write(response);
        } else if (request.getContentLengthLong() > LARGEST_BODY) {
            TOO_LARGE.reply().write(response);
        } else if (request.getHeader("Transfer-Encoding") != null) {
            NO_LENGTH.reply().write(response);
        } else if (isLoginInAddress(request)) {
            LOGIN_IN_ADDRESS.reply().write(response);
        } else if (request.getMethod().equals("POST") && isCrossSite(request.getHeader("Origin"), request)) {
            CROSS_SITE.reply().write(response);
        } else {
            chain.doFilter(request, response);
        }
    }

    // Any query is refused, under any parameter name.
    private static boolean isLoginInAddress(HttpServletRequest request) {
        String query = request.getQueryString();
        String path = request.getServletPath();
        return query != null && !query.isEmpty() && (path.equals(LOGIN) || path.startsWith(LOGIN + "/"));
    }

    // Browsers send Origin with each POST. A client that sends none is not a browser, so no other site controls it.
    private static boolean isCrossSite(@Nullable String origin, HttpServletRequest request) {
        if (origin == null) {
            return false;
        }
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null || !authority.equalsIgnoreCase(request.getHeader("Host"));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
