package org.seckill.http;

import jakarta.servlet.http.HttpServletRequest;

/** Detects TLS between the browser and this node, or the proxy in front of it. */
public final class Tls {
    private Tls() {}

    /** Trusts {@code X-Forwarded-Proto}: a client that forges it only affects its own cookies. */
    public static boolean isOver(HttpServletRequest request) {
        return request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    }
}
