package org.seckill.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.seckill.http.SecurityHeaders;
import org.springframework.http.ResponseCookie;

/** Builds this site's cookies: scripts cannot read them, and forms of other sites do not send them. */
public final class OwnCookie {
    private OwnCookie() {}

    /** @param lifetime zero deletes the cookie */
    public static ResponseCookie of(String name, String value, Duration lifetime, HttpServletRequest request) {
        String context = request.getContextPath();
        return ResponseCookie.from(name, value)
                .path(context.isEmpty() ? "/" : context)
                .maxAge(lifetime)
                .httpOnly(true)
                .sameSite("Lax")
                .secure(SecurityHeaders.isOverTls(new ServletCall(request)))
                .build();
    }
}
