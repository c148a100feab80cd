package org.seckill.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Refuses unsafe requests before their body is read:
 *
 * <ul>
 *   <li>a body larger than {@value #LARGEST_BODY} bytes: the largest valid one holds a phone number;
 *   <li>a POST from another site: {@code SameSite=Lax} alone would let a sibling domain buy;
 *   <li>a login in an address: addresses are kept in logs and histories.
 * </ul>
 */
public final class RequestRules {
    /** In bytes. */
    public static final int LARGEST_BODY = 8 * 1024;

    private static final ErrorReply TOO_LARGE = ErrorReply.of(413, "the body is too large");

    private static final String LOGIN = "/seckill/login";
    private static final ErrorReply NO_LENGTH = ErrorReply.of(411, "the body's length is needed");
    private static final ErrorReply LOGIN_IN_ADDRESS =
            ErrorReply.of(400, "a login is sent in the body: an address is kept in logs and histories");
    private static final ErrorReply CROSS_SITE = ErrorReply.of(403, "asked for by another site");

    private RequestRules() {}

    /**
     * Returns the answer to a request that is refused; null if it is allowed.
     *
     * @param bodyLength in bytes, as the client announced it
     */
    public static @Nullable ErrorReply refusal(Call call, long bodyLength) {
        if (bodyLength > LARGEST_BODY) {
            return TOO_LARGE;
        }
        if (call.header("Transfer-Encoding") != null) {
            return NO_LENGTH;
        }
        if (isLoginInAddress(call)) {
            return LOGIN_IN_ADDRESS;
        }
        return call.method().equals("POST") && isCrossSite(call.header("Origin"), call) ? CROSS_SITE : null;
    }

    // Any query is refused, under any parameter name.
    private static boolean isLoginInAddress(Call call) {
        String query = call.query();
        String path = call.path();
        return query != null && !query.isEmpty() && (path.equals(LOGIN) || path.startsWith(LOGIN + "/"));
    }

    // Browsers send Origin with each POST. A client that sends none is not a browser, so no other site controls it.
    private static boolean isCrossSite(@Nullable String origin, Call call) {
        if (origin == null) {
            return false;
        }
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null || !authority.equalsIgnoreCase(call.header("Host"));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
