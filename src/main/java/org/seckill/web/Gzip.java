package org.seckill.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** Whether a client takes compressed answers: named, and not with a weight of nothing (RFC 9110, 12.5.3). */
public final class Gzip {
    private static final Pattern ACCEPTED = Pattern.compile(
            "(?:^|,)\\s*gzip\\s*(?:,|$|;\\s*q=(?!0(?:\\.0{0,3})?\\s*(?:,|$)))", Pattern.CASE_INSENSITIVE);

    private Gzip() {}

    public static boolean isAcceptedBy(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && ACCEPTED.matcher(accepted).find();
    }
}
