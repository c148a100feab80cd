package org.seckill.buyer;

import java.util.regex.Pattern;

/**
 * A buyer: a mobile number in national digits, leading zeros kept. That it is dialled somewhere is
 * {@link PhoneRule}'s word, not this type's.
 */
public record Phone(String digits) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{4,15}");

    /** @throws IllegalArgumentException unless it is 4 to 15 digits, the bounds of ITU-T E.164 */
    public Phone {
        if (!DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException("a phone is 4 to 15 digits");
        }
    }

    /** @return what may be shown and logged, such as {@code 138****0000} */
    public String masked() {
        int head = Math.min(3, digits.length() / 3);
        int tail = Math.min(4, digits.length() * 2 / 5);
        return digits.substring(0, head) + "****" + digits.substring(digits.length() - tail);
    }

    /** Masked, so that no log line shows a number. */
    @Override
    public String toString() {
        return masked();
    }
}
