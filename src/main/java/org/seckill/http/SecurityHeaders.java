package org.seckill.http;

import java.util.Map;

/**
 * The security headers of every answer. The policy allows no inline script or style, so that a text which is printed
 * unescaped by mistake still runs no script (W3C Content Security Policy Level 3).
 */
public final class SecurityHeaders {
    // data: is for Bootstrap's icons.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

    /** Only over TLS. */
    public static final String STRICT_TRANSPORT = "Strict-Transport-Security";

    // With subdomains: a page of a subdomain without TLS could set this site's cookies.
    public static final String ONE_YEAR = "max-age=31536000; includeSubDomains";

    private SecurityHeaders() {}

    /**
     * Whether the client uses TLS to this node or to the proxy in front of it. Trusts {@code X-Forwarded-Proto}: a client
     * that forges it only affects its own cookies.
     */
    public static boolean isOverTls(Call call) {
        return call.isSecure() || "https".equalsIgnoreCase(call.header("X-Forwarded-Proto"));
    }
}
