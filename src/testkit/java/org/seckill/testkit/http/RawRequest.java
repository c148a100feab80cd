package org.seckill.testkit.http;

import java.util.List;
import java.util.stream.Stream;

/**
 * An HTTP request.
 *
 * @param headers whole lines, without Host
 */
public record RawRequest(String method, String path, List<String> headers, String body) {
    private static final String HOST = "Host: 127.0.0.1";

    public static RawRequest get(String path, String... headers) {
        return new RawRequest("GET", path, List.of(headers), "");
    }

    public static RawRequest login(String phone) {
        List<String> form = List.of("Content-Type: application/x-www-form-urlencoded");
        return new RawRequest("POST", "/seckill/login", form, "phone=" + phone);
    }

    public static RawRequest exposer(long sale, String cookie) {
        return get("/seckill/" + sale + "/exposer", "Cookie: " + cookie);
    }

    public static RawRequest execution(long sale, String md5, String... headers) {
        return new RawRequest("POST", "/seckill/" + sale + "/" + md5 + "/execution", List.of(headers), "");
    }

    /** The request as a line for {@code bench/load.lua}. */
    public String line() {
        if (!body.isEmpty()) {
            throw new IllegalStateException("a line has no body");
        }
        return String.join("\t", head());
    }

    /** The request as it is sent. */
    String bytes() {
        return String.join("\r\n", head()) + "\r\n\r\n" + body;
    }

    private List<String> head() {
        Stream<String> first = Stream.of(method + " " + path + " HTTP/1.1", HOST);
        Stream<String> length = method.equals("POST") ? Stream.of("Content-Length: " + body.length()) : Stream.empty();
        return Stream.of(first, headers.stream(), length)
                .flatMap(lines -> lines)
                .toList();
    }
}
