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

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final Region region;

    PhoneRule(Region region) {
        this.region = region;
    }

    /** @param text as typed, with or without separators and country code */
    Optional<Phone> read(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            PhoneNumber number = numbers.parse(text, region.code());
            return isMobileHere(number)
                    ? Optional.of(new Phone(numbers.getNationalSignificantNumber(number)))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
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
