package org.seckill.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Refuses, before anything is read, a body that is too large and a change that another site asks for.
 * Nothing of ours is larger than a phone number; SameSite=Lax alone would let a sibling domain press the
 * button.
 */
public final class RequestGate extends HttpFilter {
    private static final long serialVersionUID = 1;

    /** In bytes. */
    static final int LARGEST_BODY = 8 * 1024;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getContentLengthLong() > LARGEST_BODY) {
            Answer.refuse(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "the body is too large");
        } else if (request.getHeader("Transfer-Encoding") != null) {
            Answer.refuse(response, HttpServletResponse.SC_LENGTH_REQUIRED, "the body's length is needed");
        } else if (request.getMethod().equals("POST") && isForeign(request.getHeader("Origin"), request)) {
            Answer.refuse(response, HttpServletResponse.SC_FORBIDDEN, "asked for by another site");
        } else {
            chain.doFilter(request, response);
        }
    }

    // Browsers send Origin with each POST; scripts send none, and no site can make them do anything.
    private static boolean isForeign(@Nullable String origin, HttpServletRequest request) {
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
