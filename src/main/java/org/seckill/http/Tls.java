package org.seckill.http;

import jakarta.servlet.http.HttpServletRequest;

/** Whether the browser speaks TLS, to us or to the proxy in front. */
public final class Tls {
    private Tls() {}

    /** A client that claims it falsely only has its own cookie sent less often. */
    public static boolean isOver(HttpServletRequest request) {
        return request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    }
}
