package org.seckill.badinput;

import java.util.Locale;

/** Cookies, addresses and ids of which something is false. */
final class ForgedValues {
    /** As long as an HMAC-SHA256 in base64. */
    private static final String SIGNATURE = "A".repeat(43);

    private final AttackerAccount genuine;

    ForgedValues(AttackerAccount genuine) {
        this.genuine = genuine;
    }

    /** What is sent as {@code Cookie}; nobody is logged in with it. */
    String cookie(RandomChoices draws) {
        String own = genuine.cookie();
        int at = "killPhone=".length() + draws.below(own.length() - "killPhone=".length());
        return switch (draws.below(14)) {
            case 1 -> own.substring(0, at);
            case 2 -> own.substring(0, at) + other(own.charAt(at)) + own.substring(at + 1);
            case 3 -> own + draws.of("A", "=", ".", "%00", ".1", " x");
            case 4 -> genuine.expired();
            case 5 -> "killPhone=" + buyer(draws) + "." + time(draws) + "." + SIGNATURE;
            case 6 -> "killPhone=" + JunkText.text(draws);
            case 7 ->
                draws.of("KILLPHONE", "killPhone2", "$killPhone", "killphone") + own.substring("killPhone".length());
            case 8 ->
                "killPhone="
                        + genuine.othersCookie()
                                .substring("killPhone=".length())
                                .replace('.', ',');
            case 9 ->
                (draws.of("a=b", "", "=", "killPhone=", "killPhone=1.2.3", "language=en") + "; ")
                        .repeat(draws.of(2, 150, 201, 500, 1500));
            case 10 -> "language=" + JunkText.text(draws);
            case 11 -> "killPhone=13800000000." + JunkText.text(draws) + "." + SIGNATURE;
            case 12 -> JunkText.text(draws);
            case 13 ->
                own.substring(0, own.lastIndexOf('.') + 1)
                        + genuine.othersCookie()
                                .substring(genuine.othersCookie().lastIndexOf('.') + 1);
            default -> "killPhone=" + buyer(draws);
        };
    }

    /** An address of nobody who has the attacker's cookie, for no sale that is open to them. */
    String md5(RandomChoices draws) {
        String own = genuine.md5();
        int at = draws.below(own.length());
        return switch (draws.below(10)) {
            case 1 -> genuine.othersMd5();
            case 2 -> genuine.otherMd5();
            case 3 -> own.substring(0, at);
            case 4 -> own.toUpperCase(Locale.ROOT);
            case 5 -> own.substring(0, at) + other(own.charAt(at)) + own.substring(at + 1);
            case 6 -> own.substring(0, at) + JunkText.percent("\u00d9\u00a1") + own.substring(at + 1);
            case 7 -> "g".repeat(own.length());
            case 8 -> "0".repeat(draws.of(0, 1, 31, 33, 4000));
            case 9 -> JunkText.text(draws);
            default -> "0".repeat(own.length());
        };
    }

    String id(RandomChoices draws) {
        String open = Long.toString(genuine.sale());
        return draws.onceIn(2) ? oddId(open, draws) : open;
    }

    private String oddId(String open, RandomChoices draws) {
        return switch (draws.below(8)) {
            case 1 -> Long.toString(genuine.otherSale());
            case 2 -> Long.toString(genuine.soon());
            case 3 -> Long.toString(genuine.over());
            case 4 -> draws.of("0", "-", "+", "%20", "%2b", "%00") + open;
            case 5 -> open + draws.of(".0", "%20", "L", "%00", "e0", ";a=b");
            case 6 -> JunkText.text(draws);
            case 7 -> Long.toString(1 + draws.below(Integer.MAX_VALUE));
            default -> "9".repeat(1 + draws.below(40));
        };
    }

    private String buyer(RandomChoices draws) {
        String victim = genuine.othersCookie().replaceFirst("killPhone=([0-9]+)\\..*", "$1");
        return draws.of(victim, "13800000000", "0", "-1", "1".repeat(31), "a");
    }

    private static String time(RandomChoices draws) {
        return draws.of(
                "1", "0", "-1", "99999999999999", "9223372036854775808", Long.toString(System.currentTimeMillis()));
    }

    private static char other(char c) {
        return c == 'a' ? 'b' : 'a';
    }
}
