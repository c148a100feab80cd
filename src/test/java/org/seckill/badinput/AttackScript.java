package org.seckill.badinput;

import java.util.List;
import java.util.Locale;

/**
 * All that is sent on one connection.
 *
 * @param pieces written one after the other, each char a byte
 * @param leaves whether whoever sends it hangs up at once, and hears nothing
 */
record AttackScript(List<String> pieces, boolean leaves) {
    /** As an attacker's next connection. */
    static AttackScript of(RequestTexts requests, RandomChoices draws) {
        String sent = sent(requests, draws);
        List<String> pieces = List.of(sent);
        if (draws.onceIn(6)) {
            int at = draws.below(sent.length() + 1);
            pieces = List.of(sent.substring(0, at), sent.substring(at));
        }
        return new AttackScript(pieces, draws.onceIn(10));
    }

    private static String sent(RequestTexts requests, RandomChoices draws) {
        return switch (draws.below(16)) {
            case 10, 11, 12 -> requests.nearly(draws);
            case 13 -> requests.any(draws) + next(requests, draws) + next(requests, draws);
            case 14 -> cut(requests.any(draws), draws);
            case 15 -> garbage(requests, draws);
            default -> requests.any(draws);
        };
    }

    // Only of the first answer it is known what was asked for.
    private static String next(RequestTexts requests, RandomChoices draws) {
        return requests.any(draws).replaceFirst("^HEAD ", "GET ");
    }

    private static String cut(String request, RandomChoices draws) {
        return request.substring(0, draws.below(request.length() + 1));
    }

    private static String garbage(RequestTexts requests, RandomChoices draws) {
        return switch (draws.below(7)) {
            case 1 -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
            case 2 -> "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + JunkText.bytes(draws, 40);
            case 3 -> JunkText.bytes(draws, 1 + draws.below(3000));
            case 4 -> "\r\n".repeat(draws.of(1, 100, 5000)) + requests.any(draws);
            case 5 -> requests.any(draws).replace("\r\n", draws.of("\n", "\r", "\r\r\n", "\n\r"));
            case 6 -> "GET " + "/a".repeat(draws.of(100, 3000, 20_000)) + " HTTP/1.1\r\n\r\n";
            default -> JunkText.text(draws);
        };
    }

    /** The first answer has no body, whatever it says of one. */
    boolean asksForHeadOnly() {
        return text().stripLeading().startsWith("HEAD ");
    }

    /** As a Java string, so that a failure can be sent again by hand. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder(leaves ? "sent, and hung up: \"" : "sent: \"");
        text().chars().forEach(b -> shown.append(escaped((char) b)));
        return shown.append('"').toString();
    }

    private String text() {
        return String.join("", pieces);
    }

    private static String escaped(char b) {
        return switch (b) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '"', '\\' -> "\\" + b;
            default -> b >= ' ' && b <= '~' ? Character.toString(b) : String.format(Locale.ROOT, "\\u%04x", (int) b);
        };
    }
}
