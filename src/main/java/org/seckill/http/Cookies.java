package org.seckill.http;

import java.util.ArrayList;
import java.util.List;

/** Reads the cookies of a call (RFC 6265, 5.4). */
public final class Cookies {
    private Cookies() {}

    /** A cookie as the client sent it. */
    public record Cookie(String name, String value) {}

    /** Returns the cookies whose name equals {@code name}, ignoring the case, in the order of the call. */
    public static List<Cookie> named(Call call, String name) {
        List<Cookie> found = new ArrayList<>(1);
        for (String header : call.headers("Cookie")) {
            int from = 0;
            while (from < header.length()) {
                int semicolon = header.indexOf(';', from);
                int end = semicolon < 0 ? header.length() : semicolon;
                int equals = header.indexOf('=', from);
                int nameEnd = equals < 0 || equals > end ? end : equals;
                String sent = header.substring(from, nameEnd).strip();
                if (sent.equalsIgnoreCase(name)) {
                    // A cookie without a value counts: a proxy may have read it.
                    String value = header.substring(Math.min(nameEnd + 1, end), end);
                    found.add(new Cookie(sent, value.strip()));
                }
                from = end + 1;
            }
        }
        return found;
    }
}
