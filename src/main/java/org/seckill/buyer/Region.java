package org.seckill.buyer;

import com.google.i18n.phonenumbers.PhoneNumberUtil;

/**
 * Whose mobile numbers may log in.
 *
 * @param code ISO 3166-1 alpha-2, such as {@code CN}
 */
public record Region(String code) {
    /** @throws IllegalArgumentException when libphonenumber knows no such region */
    public Region {
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(code)) {
            throw new IllegalArgumentException("no such region: " + code);
        }
    }
}
