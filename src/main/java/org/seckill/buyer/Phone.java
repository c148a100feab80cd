package org.seckill.buyer;

/**
 * A buyer, identified by a mobile number in national digits with leading zeros. Only the form is checked here;
 * {@link PhoneRule} checks that the number is valid in the region.
 */
public record Phone(String digits) {
    /** @throws IllegalArgumentException unless it is 4 to 15 digits, the bounds of ITU-T E.164 */
    public Phone {
        if (digits.length() < 4 || digits.length() > 15 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("a phone is 4 to 15 digits");
        }
    }

    /** @return the form that may be shown and logged, such as {@code 138****0000} */
    public String masked() {
        int head = Math.min(3, digits.length() / 3);
        int tail = Math.min(4, digits.length() * 2 / 5);
        return digits.substring(0, head) + "****" + digits.substring(digits.length() - tail);
    }

    /** Masked, so that no log line shows the number. */
    @Override
    public String toString() {
        return masked();
    }
}
