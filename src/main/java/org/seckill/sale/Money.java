package org.seckill.sale;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/**
 * An amount of money, exact.
 *
 * @param minor in the currency's smallest unit (CNY: fen, JPY: yen, KWD: fils), never negative
 * @param currency one that has such units
 */
public record Money(long minor, Currency currency) {
    /** @throws IllegalArgumentException when it is negative, or in what is no money, such as gold (XAU) */
    public Money {
        if (minor < 0) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "money is never negative, as %d is", minor));
        }
        if (currency.getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException("nothing has a price in %s".formatted(currency));
        }
    }

    /**
     * @param code of ISO 4217
     * @throws IllegalArgumentException also when no currency has this code
     */
    public Money(long minor, String code) {
        this(minor, currency(code));
    }

    /**
     * How many of an amount's digits are decimals. Browsers have other opinions of it than ISO 4217 has, and Java.
     *
     * @param code of a currency; one that does not exist has no decimals
     */
    public static int decimals(String code) {
        try {
            return Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            // A purchase is confirmed all the same.
            return 0;
        }
    }

    /** In the currency's major unit, with as many decimals as it has minor ones. */
    public BigDecimal amount() {
        return BigDecimal.valueOf(minor, currency.getDefaultFractionDigits());
    }

    /** As people write it who read this locale's language. */
    public String in(Locale locale) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(currency);
        format.setMinimumFractionDigits(currency.getDefaultFractionDigits());
        return format.format(amount());
    }

    private static Currency currency(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no currency has the code '%s'".formatted(code), e);
        }
    }
}
