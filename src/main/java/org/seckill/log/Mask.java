package org.seckill.log;

import java.util.regex.Pattern;

/** Removes passwords and phone numbers from texts for logs and consoles. */
public final class Mask {
    private static final String HIDDEN = "***";

    /**
     * Matches from the beginning of an address to the last {@code @}, because a password that is not percent-encoded may
     * contain {@code @} too.
     */
    private static final Pattern LOGIN = Pattern.compile("^([A-Za-z][A-Za-z0-9+.:-]*?://)?.*@", Pattern.DOTALL);

    private static final Pattern LOGIN_WITHIN_TEXT = Pattern.compile("://(?!\\*{3}@)\\S*@");

    /** Matches to the end for the same reason. Includes {@code password1=} and {@code trustCertificateKeyStorePassword=}. */
    private static final Pattern PARAMETER =
            Pattern.compile("((?:password|passwd|pwd)[0-9]?\\s*=).*$", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern PARAMETER_WITHIN_TEXT =
            Pattern.compile("((?:password|passwd|pwd)[0-9]?=)\\S*", Pattern.CASE_INSENSITIVE);

    /**
     * Matches 8 to 15 digits that may be a phone number: neither a time in milliseconds nor a sale's number. Engines quote
     * phone numbers in errors, for example as a duplicate key.
     */
    private static final Pattern PHONE = Pattern.compile(
            "(?<![0-9A-Za-z_.]|sale=)(?!1[0-9]{12}(?![0-9]))([0-9]{3})[0-9]{1,8}([0-9]{4})(?![0-9A-Za-z_])");

    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

    private Mask() {}

    /** Masks the login and password parameters of an address, such as a JDBC or Redis URL. */
    public static String address(String address) {
        String withoutParameter = PARAMETER.matcher(address).replaceFirst("$1" + HIDDEN);
        return LOGIN.matcher(withoutParameter).replaceFirst("$1" + HIDDEN + "@");
    }

    /** Masks logins and passwords of addresses inside a text. */
    public static String sentence(String text) {
        String withoutLogin = LOGIN_WITHIN_TEXT.matcher(text).replaceAll("://" + HIDDEN + "@");
        return PARAMETER_WITHIN_TEXT.matcher(withoutLogin).replaceAll("$1" + HIDDEN);
    }

    /** Masks passwords and phone numbers. */
    static String text(String text) {
        return PHONE.matcher(sentence(text)).replaceAll("$1****$2");
    }

    /** Like {@link #text}, joined to one line. */
    static String line(String text) {
        return LINE_BREAKS.matcher(text(text.strip())).replaceAll(" ");
    }
}
