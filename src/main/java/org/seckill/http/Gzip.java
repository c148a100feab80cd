package org.seckill.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.http.HttpHeaders;

/** Whether a client takes compressed answers: named, and not with a weight of nothing (RFC 9110, 12.5.3). */
public final class Gzip {
    private Gzip() {}

    public static boolean isAcceptedBy(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted == null) {
            return false;
        }
        // Each page is asked for so: neither this nor what it calls is a regular expression.
        for (String coding : accepted.split(",", -1)) {
            int weight = coding.indexOf(';');
            String name = weight < 0 ? coding : coding.substring(0, weight);
            if (name.trim().equalsIgnoreCase("gzip")) {
                return weight < 0 || !isNothing(coding.substring(weight + 1));
            }
        }
        return false;
    }

    /** @param weight such as {@code q=0.000} */
    private static boolean isNothing(String weight) {
        String value = weight.trim().toLowerCase(Locale.ROOT);
        return value.startsWith("q=0") && value.chars().skip(2).allMatch(c -> c == '0' || c == '.');
    }
}
