package org.seckill.http;

import java.util.Locale;

/**
 * Reads from {@code Accept-Encoding} whether a client accepts gzip: named, with a weight above 0 (RFC 9110, 12.5.3).
 */
public final class Gzip {
    private Gzip() {}

    public static boolean isAcceptedBy(Call call) {
        String accepted = call.header("Accept-Encoding");
        if (accepted == null) {
            return false;
        }
        // On the path of each page, so without regular expressions.
        for (String coding : accepted.split(",", -1)) {
            int weight = coding.indexOf(';');
            String name = weight < 0 ? coding : coding.substring(0, weight);
            if (name.trim().equalsIgnoreCase("gzip")) {
                return weight < 0 || !isZero(coding.substring(weight + 1));
            }
        }
        return false;
    }

    /** @param weight such as {@code q=0.000} */
    private static boolean isZero(String weight) {
        String value = weight.trim().toLowerCase(Locale.ROOT);
        return value.startsWith("q=0") && value.chars().skip(2).allMatch(c -> c == '0' || c == '.');
    }
}
