package org.seckill.badinput;

import java.util.ArrayList;
import java.util.List;

/** One request, as text of which each char is a byte. None of them may buy anything. */
final class RequestTexts {
    private static final String NEWLINE = "\r\n";

    /** Another site's, and no host that a request names. */
    private static final String ELSEWHERE = "Origin: https://elsewhere.example";

    private final AttackerAccount genuine;
    private final ForgedValues lies;

    RequestTexts(AttackerAccount genuine) {
        this.genuine = genuine;
        this.lies = new ForgedValues(genuine);
    }

    /** Any request, with a false address wherever there is one. */
    String any(RandomChoices draws) {
        NodeEndpoint endpoint = draws.of(NodeEndpoint.values());
        String method = draws.onceIn(6)
                ? draws.of(
                        "GET",
                        "POST",
                        "HEAD",
                        "OPTIONS",
                        "PUT",
                        "DELETE",
                        "PATCH",
                        "TRACE",
                        "CONNECT",
                        "get",
                        "FOO",
                        "QUERY",
                        JunkText.text(draws))
                : endpoint.method;
        List<String> headers = new ArrayList<>(List.of(host(draws)));
        headers.addAll(new HeaderLines(genuine.tag()).drawn(draws));
        if (draws.onceIn(2)) {
            headers.add("Cookie: " + (draws.onceIn(2) ? lies.cookie(draws) : genuine.cookie()));
        }
        RequestBodies body = method.equals("POST") || draws.onceIn(8)
                ? RequestBodies.drawn(endpoint, draws)
                : new RequestBodies(List.of(), "");
        headers.addAll(body.headers());
        return text(method, address(endpoint, draws), version(draws), headers, body.body());
    }

    /** A purchase of which one thing alone is wrong, and all else as it should be. */
    String nearly(RandomChoices draws) {
        String address = execution(genuine.md5());
        String cookie = "Cookie: " + genuine.cookie();
        return switch (draws.below(7)) {
            case 1 ->
                plain(
                        draws.of("GET", "HEAD", "PUT", "OPTIONS", "DELETE", "post", "PATCH"),
                        address,
                        cookie,
                        "X-HTTP-Method-Override: POST");
            case 2 -> plain("POST", address, cookie, ELSEWHERE);
            case 3 ->
                plain(
                        "POST",
                        address,
                        cookie,
                        "Content-Length: " + draws.of("9000", "-1", "x", "1\r\nContent-Length: 2"));
            case 4 ->
                // Whole, Nginx would tell the node how long it is, and nothing would be wrong with it.
                plain("POST", address, cookie, "Transfer-Encoding: chunked") + draws.of("zz\r\n", "");
            case 5 ->
                plain("POST", execution(genuine.md5() + draws.of("0", "%20", "%00", "%0a", ".", "/0", "%2f")), cookie);
            case 6 -> plain("POST", execution(draws.of("0", "%20", "%00", "x/", "../") + genuine.md5()), cookie);
            default -> plain("POST", address, "Cookie: " + lies.cookie(draws));
        };
    }

    private String execution(String md5) {
        return "/seckill/" + genuine.sale() + "/" + md5 + "/execution";
    }

    private static String plain(String method, String address, String... headers) {
        List<String> lines = new ArrayList<>(List.of("Host: localhost"));
        lines.addAll(List.of(headers));
        return text(method, address, " HTTP/1.1", lines, "");
    }

    private String address(NodeEndpoint endpoint, RandomChoices draws) {
        String address = endpoint.address
                .replace("FILE", genuine.asset())
                .replace("ID", lies.id(draws))
                .replace("MD5", lies.md5(draws));
        if (draws.onceIn(4)) {
            int at = draws.below(address.length() + 1);
            address = address.substring(0, at) + JunkText.text(draws) + address.substring(at);
        }
        if (draws.onceIn(4)) {
            address += "?" + query(draws);
        }
        return draws.onceIn(20)
                ? draws.of("http://localhost" + address, "http://evil.example" + address, "*", "", "x")
                : address;
    }

    private static String query(RandomChoices draws) {
        return switch (draws.below(4)) {
            case 1 -> "page=" + draws.of("2", "0", "-1", "99999", "2147483648", "%EF%BC%91", "1&page=2");
            case 2 ->
                draws.of("phone", "language", "page", "method", "_method", "jsessionid") + "=" + JunkText.text(draws);
            case 3 -> "a=b&".repeat(draws.of(1, 999, 1500));
            default -> "page=" + JunkText.text(draws);
        };
    }

    private static String host(RandomChoices draws) {
        return draws.onceIn(12)
                ? draws.of(
                        "Host: ",
                        "Host: a b",
                        "Host: localhost:x",
                        "Host: [",
                        "Host: localhost\r\nHost: b",
                        "X: no host",
                        "Host: " + JunkText.text(draws))
                : "Host: localhost";
    }

    private static String version(RandomChoices draws) {
        return draws.onceIn(12)
                ? draws.of(
                        " HTTP/1.0",
                        " HTTP/0.9",
                        " HTTP/2.0",
                        " HTTP/1.2",
                        " HTTP/11.1",
                        " http/1.1",
                        "",
                        " ",
                        " FTP/1.1",
                        " HTTP/1.1 x")
                : " HTTP/1.1";
    }

    private static String text(String method, String address, String version, List<String> headers, String body) {
        return method + " " + address + version + NEWLINE + String.join(NEWLINE, headers) + NEWLINE + NEWLINE + body;
    }
}
