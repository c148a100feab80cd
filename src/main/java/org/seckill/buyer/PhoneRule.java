package org.seckill.buyer;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may log in: the mobile numbers of the deployment's region, as libphonenumber knows them. */
@Component
final class PhoneRule {
    /** A number with separators and country code; anything longer is not read. */
    private static final int LONGEST = 32;

    private static final String SEPARATORS = "().（）．−";
    private static final String PLUS = "+＋";

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final Region region;

    PhoneRule(Region region) {
        this.region = region;
    }

    /**
     * @param text as typed, with or without separators and country code, in the digits of any script
     * @return nothing also when it contains a letter or another sign, for libphonenumber would read letters as the keys of
     *     a telephone that bear them, and leave out what it takes for an extension
     */
    Optional<Phone> read(String text) {
        Optional<String> dialled = text.length() > LONGEST ? Optional.empty() : dialled(text);
        return dialled.flatMap(this::mobile);
    }

    private Optional<Phone> mobile(String dialled) {
        try {
            PhoneNumber number = numbers.parse(dialled, region.code());
            return isMobileHere(number)
                    ? Optional.of(new Phone(numbers.getNationalSignificantNumber(number)))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** @return ASCII digits, after a plus sign where there was one */
    private static Optional<String> dialled(String text) {
        StringBuilder dialled = new StringBuilder(text.length());
        for (int sign : text.codePoints().toArray()) {
            if (Character.isDigit(sign)) {
                dialled.append(Character.digit(sign, 10));
            } else if (PLUS.indexOf(sign) >= 0 && dialled.isEmpty()) {
                dialled.append('+');
            } else if (!isSeparator(sign)) {
                return Optional.empty();
            }
        }
        return Optional.of(dialled.toString());
    }

    private static boolean isSeparator(int sign) {
        return Character.isSpaceChar(sign)
                || Character.isWhitespace(sign)
                || SEPARATORS.indexOf(sign) >= 0
                || switch (Character.getType(sign)) {
                    // The dashes of all scripts, and the invisible marks with which some telephones copy a number.
                    case Character.DASH_PUNCTUATION, Character.FORMAT -> true;
                    default -> false;
                };
    }

    private boolean isMobileHere(PhoneNumber number) {
        if (!numbers.isValidNumberForRegion(number, region.code())) {
            return false;
        }
        PhoneNumberType type = numbers.getNumberType(number);
        // In some countries (the United States, say) no number tells whether it is mobile.
        return type == PhoneNumberType.MOBILE || type == PhoneNumberType.FIXED_LINE_OR_MOBILE;
    }
}
