package org.seckill.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.seckill.http.Tls;

/**
 * Sets the security headers of every answer. The policy allows no inline script or style, so that a text which is
 * printed unescaped by mistake still runs no script (W3C Content Security Policy Level 3).
 */
public final class SecurityHeaders extends HttpFilter {
    private static final long serialVersionUID = 1;

    // data: is for Bootstrap's icons.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

    // With subdomains: a page of a subdomain without TLS could set this site's cookies.
    private static final String ONE_YEAR = "max-age=31536000; includeSubDomains";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // `setHeader`, not `addHeader`: a container's own filter may set the same headers.
        ALWAYS.forEach(response::setHeader);
        if (Tls.isOver(request)) {
            response.setHeader("Strict-Transport-Security", ONE_YEAR);
        }
        chain.doFilter(request, response);
    }
}
