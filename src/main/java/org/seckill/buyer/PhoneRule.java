package org.seckill.buyer;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Parses the phone number of a login, which must be a mobile number of the deployment's region (libphonenumber). */
@Component
final class PhoneRule {
    /** In characters, with separators and country code. A longer text is not parsed. */
    private static final int MAX_LENGTH = 32;

    private static final String SEPARATORS = "().（）．−";
    private static final String PLUS = "+＋";

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final Region region;

    PhoneRule(Region region) {
        this.region = region;
    }

    /**
     * Parses a number.
     *
     * @param text as typed, with or without separators and country code, in the digits of any script
     * @return empty if the text is no valid number, or has a letter or another sign: libphonenumber would translate
     *     letters to the keys of a telephone, and drop what it takes for an extension
     */
    Optional<Phone> read(String text) {
        Optional<String> dialled = text.length() > MAX_LENGTH ? Optional.empty() : dialled(text);
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

    /** @return ASCII digits, after a plus sign if the text begins with one */
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
                    // The dashes of all scripts, and invisible marks: some telephones add them to a copied number.
                    case Character.DASH_PUNCTUATION, Character.FORMAT -> true;
                    default -> false;
                };
    }

    private boolean isMobileHere(PhoneNumber number) {
        if (!numbers.isValidNumberForRegion(number, region.code())) {
            return false;
        }
        PhoneNumberType type = numbers.getNumberType(number);
        // In some countries, such as the United States, a number does not show whether it is mobile.
        return type == PhoneNumberType.MOBILE || type == PhoneNumberType.FIXED_LINE_OR_MOBILE;
    }
}
