package org.seckill.log;

import java.util.regex.Pattern;

/** Hides in a text what no log and no message on a console may show. */
public final class Mask {
    private static final String HIDDEN = "***";

    /**
     * From the beginning of an address to the last {@code @}: a password that is not percent-encoded may contain any
     * character, also another {@code @}.
     */
    private static final Pattern LOGIN = Pattern.compile("^([A-Za-z][A-Za-z0-9+.:-]*?://)?.*@", Pattern.DOTALL);

    private static final Pattern LOGIN_WITHIN_TEXT = Pattern.compile("://(?!\\*{3}@)\\S*@");

    /** To the end, for the same reason; also {@code password1=}, {@code trustCertificateKeyStorePassword=}. */
    private static final Pattern PARAMETER =
            Pattern.compile("((?:password|passwd|pwd)[0-9]?\\s*=).*$", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern PARAMETER_WITHIN_TEXT =
            Pattern.compile("((?:password|passwd|pwd)[0-9]?=)\\S*", Pattern.CASE_INSENSITIVE);

    /**
     * Digits that may be a phone number: 8 to 15 of them, which are no time in milliseconds and no sale's number. What
     * an engine quotes in an error, such as a duplicate key, is found so.
     */
    private static final Pattern PHONE = Pattern.compile(
            "(?<![0-9A-Za-z_.]|sale=)(?!1[0-9]{12}(?![0-9]))([0-9]{3})[0-9]{1,8}([0-9]{4})(?![0-9A-Za-z_])");

    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

    private Mask() {}

    /** An address, such as a URL of JDBC or Redis, without the login in it and without a password among its parameters. */
    public static String address(String address) {
        String withoutParameter = PARAMETER.matcher(address).replaceFirst("$1" + HIDDEN);
        return LOGIN.matcher(withoutParameter).replaceFirst("$1" + HIDDEN + "@");
    }

    /** A sentence that may quote addresses. */
    public static String sentence(String text) {
        String withoutLogin = LOGIN_WITHIN_TEXT.matcher(text).replaceAll("://" + HIDDEN + "@");
        return PARAMETER_WITHIN_TEXT.matcher(withoutLogin).replaceAll("$1" + HIDDEN);
    }

    /** What is left of the text for a log: no password, no phone number. */
    static String text(String text) {
        return PHONE.matcher(sentence(text)).replaceAll("$1****$2");
    }

    /** As {@link #text}, in one line. */
    static String line(String text) {
        return LINE_BREAKS.matcher(text(text.strip())).replaceAll(" ");
    }
}
