package org.seckill.badinput;

import java.util.List;

/**
 * What follows the headers.
 *
 * @param headers that tell of it
 */
record RequestBodies(List<String> headers, String body) {
    private static final String FORM = "application/x-www-form-urlencoded";

    static RequestBodies drawn(NodeEndpoint endpoint, RandomChoices draws) {
        String form = draws.onceIn(2) ? oddForm(endpoint, draws) : form(endpoint, draws);
        return draws.onceIn(2) ? odd(form, draws) : sized(FORM, form, draws);
    }

    private static RequestBodies odd(String form, RandomChoices draws) {
        return switch (draws.below(9)) {
            case 0 -> sized("application/json", "{\"phone\":\"" + form + "\"}", draws);
            case 1 -> sized("multipart/form-data; boundary=zq", multipart(form), draws);
            case 2 -> sized(FORM + ";charset=" + draws.of("none", "utf-16", "gbk", "\"", "utf-8\0", ""), form, draws);
            case 3 ->
                new RequestBodies(List.of("Content-Type: " + FORM, "Transfer-Encoding: chunked"), chunks(form, draws));
            case 4 ->
                new RequestBodies(
                        List.of(
                                "Content-Type: " + FORM,
                                "Content-Length: "
                                        + draws.of(
                                                "x",
                                                "-1",
                                                "+3",
                                                "3, 3",
                                                "3\r\nContent-Length: 4",
                                                "99999999999999999999",
                                                "0x3",
                                                "")),
                        form);
            case 5 ->
                new RequestBodies(
                        List.of(
                                "Content-Type: " + FORM,
                                "Content-Length: " + form.length(),
                                "Transfer-Encoding: " + draws.of("chunked", "identity", "x", "chunked, identity")),
                        chunks(form, draws));
            case 6 -> new RequestBodies(List.of(), form);
            case 7 -> sized(FORM, "a=b&".repeat(draws.of(500, 1500, 3000)), draws);
            default -> sized(FORM, "phone=" + "1".repeat(draws.of(8186, 8187, 20_000, 200_000)), draws);
        };
    }

    private static String form(NodeEndpoint endpoint, RandomChoices draws) {
        return endpoint == NodeEndpoint.LANGUAGE
                ? "language=" + draws.of("en", "zh")
                : "phone=" + draws.of("13900000001", "139%2000000001", "%2B8613900000001");
    }

    private static String oddForm(NodeEndpoint endpoint, RandomChoices draws) {
        String name = draws.of(endpoint == NodeEndpoint.LANGUAGE ? "language" : "phone", "language", "phone", "x");
        String field = name + "=" + JunkText.text(draws);
        return switch (draws.below(6)) {
            case 1 -> field + "&" + form(endpoint, draws);
            case 2 -> form(endpoint, draws) + "&" + field;
            case 3 -> name;
            case 4 -> "&&=&" + field + "&=";
            case 5 -> JunkText.text(draws);
            default -> field;
        };
    }

    /** The length is mostly the right one. */
    private static RequestBodies sized(String type, String body, RandomChoices draws) {
        int length = draws.onceIn(6) ? draws.of(0, 1, body.length() + 1, body.length() + 100) : body.length();
        return new RequestBodies(List.of("Content-Type: " + type, "Content-Length: " + length), body);
    }

    private static String chunks(String body, RandomChoices draws) {
        String size = Integer.toHexString(body.length());
        return draws.of(size, size + ";x=y", "zz", "-1", "ffffffffffffffffff", "") + "\r\n" + body + "\r\n0\r\n"
                + draws.of("", "X: y\r\n") + "\r\n";
    }

    private static String multipart(String form) {
        return "--zq\r\nContent-Disposition: form-data; name=\"phone\"\r\n\r\n" + form + "\r\n--zq--\r\n";
    }
}
