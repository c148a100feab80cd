package org.seckill.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;

/** Text that means trouble somewhere. Each char is one byte on the wire. */
final class JunkText {
    /** Whoever prints it as it is lets a visitor write the page. */
    static final String MARKUP = "zq\"'><zq";

    /** Whoever answers the product has executed it. */
    static final String EXPRESSION = "${1234*9}";

    static final String PRODUCT = "11106";

    /** What an answer has as a header of its own when a line break came through. */
    static final String HEADER = "X-Zq";

    private static final List<String> KNOWN = List.of(
            "",
            "0",
            "-1",
            "1",
            "abc",
            " ",
            "%",
            "%zz",
            "%2",
            "%00",
            "\0",
            "..",
            "../..",
            "%2e%2e/",
            "%2f",
            "%5c",
            "\\",
            "//",
            ";",
            ";a=b",
            ";a=%zz",
            ";=",
            "..;/",
            "?",
            "#",
            "+",
            "&",
            "=",
            "'",
            "\"",
            MARKUP,
            "%3Czq%3E",
            EXPRESSION,
            "__" + EXPRESSION + "__::x",
            "#{1234*9}",
            "%0d%0a" + HEADER + ":%201",
            "\r\n" + HEADER + ": 1",
            "\t",
            "NaN",
            "1e9",
            "0x10",
            "007",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551616",
            utf8("\u0661\u0660\u0660\u0660"),
            utf8("\uff11"),
            utf8("\u212a"),
            utf8("\ud83d\ude00"),
            utf8("\u202e"),
            "%EF%BC%91",
            "%c0%af",
            "%ff",
            "%ed%a0%80",
            "\u00ff",
            "{}",
            "[]",
            "{id}",
            "*",
            "**",
            "null",
            "true",
            "javascript:alert(1)",
            "http://evil.example/",
            "//evil.example/");

    private JunkText() {}

    static String text(RandomChoices draws) {
        return switch (draws.below(6)) {
            case 1 -> draws.of(KNOWN) + draws.of(KNOWN);
            case 2 -> letters(draws, 1 + draws.below(40));
            case 3 -> percent(bytes(draws, 1 + draws.below(8)));
            case 4 -> bytes(draws, 1 + draws.below(40));
            case 5 -> draws.of(KNOWN).repeat(draws.of(2, 60, 600, 6000));
            default -> draws.of(KNOWN);
        };
    }

    static String letters(RandomChoices draws, int length) {
        return string(length, () -> ' ' + draws.below(95));
    }

    static String bytes(RandomChoices draws, int length) {
        return string(length, () -> draws.below(256));
    }

    static String percent(String bytes) {
        StringBuilder text = new StringBuilder();
        bytes.chars().forEach(b -> text.append(String.format(Locale.ROOT, "%%%02x", b)));
        return text.toString();
    }

    private static String utf8(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static String string(int length, IntSupplier next) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) next.getAsInt());
        }
        return text.toString();
    }
}
