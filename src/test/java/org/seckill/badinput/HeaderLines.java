package org.seckill.badinput;

import java.util.ArrayList;
import java.util.List;

/**
 * Header lines, right and wrong, none of which says who asks.
 *
 * @param tag of something that is served
 */
record HeaderLines(String tag) {
    List<String> drawn(RandomChoices draws) {
        List<String> lines = new ArrayList<>();
        while (draws.onceIn(2)) {
            lines.add(line(draws));
        }
        if (draws.onceIn(40)) {
            String line = line(draws);
            for (int i = draws.of(20, 99, 101, 400); i > 0; i--) {
                lines.add(line);
            }
        }
        return lines;
    }

    private String line(RandomChoices draws) {
        return switch (draws.below(12)) {
            case 1 -> "Accept-Language: " + languages(draws);
            case 2 ->
                "Accept-Encoding: " + text(draws, "gzip", "gzip;q=0", "br", "gzip;q=x", "*;q=0", "identity;q=0", ",,");
            case 3 -> "Origin: " + text(draws, "https://evil.example", "null", "http://[", "http://a b", "");
            case 4 ->
                "Referer: "
                        + text(
                                draws,
                                "http://localhost//evil.example",
                                "http://localhost/" + JunkText.MARKUP,
                                "http:x");
            case 5 ->
                "If-None-Match: "
                        + text(
                                draws,
                                tag,
                                "*",
                                "\"a\"",
                                tag + ", \"a\"",
                                "W/\"a\", \"b",
                                "\"".repeat(3000),
                                "W/".repeat(2000),
                                ",");
            case 6 ->
                "Range: "
                        + text(
                                draws,
                                "bytes=0-",
                                "bytes=-1",
                                "bytes=9-1",
                                "bytes=a-b",
                                "bytes=" + "0-0,".repeat(500) + "1-1");
            case 7 ->
                draws.of("If-Modified-Since: ", "If-Unmodified-Since: ", "If-Match: ", "If-Range: ", "Date: ")
                        + text(draws, "Thu, 01 Jan 1970 00:00:00 GMT", "*", "-1");
            case 8 ->
                "Content-Type: "
                        + text(
                                draws,
                                "text/html",
                                "application/json",
                                "multipart/form-data",
                                "x",
                                "application/x-www-form-urlencoded;charset=none",
                                "text/plain;charset=\"",
                                "multipart/form-data;boundary=a");
            case 9 ->
                draws.of("Transfer-Encoding: ", "Content-Encoding: ", "TE: ", "Expect: ", "Upgrade: ", "Connection: ")
                        + text(
                                draws,
                                "chunked",
                                "x",
                                "chunked, chunked",
                                "identity",
                                "gzip",
                                "100-continue",
                                "h2c",
                                "Upgrade",
                                "close");
            case 10 ->
                draws.of(
                                "X-Forwarded-For: ",
                                "X-Forwarded-Host: ",
                                "X-Forwarded-Proto: ",
                                "Forwarded: ",
                                "X-HTTP-Method-Override: ",
                                "Access-Control-Request-Method: ",
                                "Content-Length: ",
                                "Host: ",
                                "Authorization: ",
                                "X-Original-URL: ")
                        + text(draws, "https", "1", "DELETE", "localhost", "-5", "+5", "5, 5");
            case 11 -> text(draws, "No-Colon", ": no name", "A b: c", " Folded: x", "X\0: y", "X: \u0001", "X: \u007f");
            default -> "Accept: " + text(draws, "text/html", "*/*", "application/json", "x", "text/html;q=x", "");
        };
    }

    private static String languages(RandomChoices draws) {
        return text(
                draws,
                "zh",
                "en;q=0",
                "zh-Hant-TW;q=0.5,en",
                "*",
                "x-zz",
                "en;q=9",
                "a".repeat(3000),
                "en,".repeat(1000),
                "de-u-co-phonebk",
                "zh_CN",
                "--",
                "en;q=NaN");
    }

    private static String text(RandomChoices draws, String... usual) {
        int choice = draws.below(usual.length + 1);
        return choice < usual.length ? usual[choice] : JunkText.text(draws);
    }
}
