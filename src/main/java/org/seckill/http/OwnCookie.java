package org.seckill.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.http.ResponseCookie;

/** A cookie that no script reads and no other site's form sends along. */
public final class OwnCookie {
    private OwnCookie() {}

    /** @param lifetime zero takes the cookie back */
    public static ResponseCookie of(String name, String value, Duration lifetime, HttpServletRequest request) {
        String context = request.getContextPath();
        return ResponseCookie.from(name, value)
                .path(context.isEmpty() ? "/" : context)
                .maxAge(lifetime)
                .httpOnly(true)
                .sameSite("Lax")
                .secure(Tls.isOver(request))
                .build();
    }
}
