package org.seckill.sale;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/**
 * An exact amount of money.
 *
 * @param minor the amount in the currency's smallest unit (CNY: fen, JPY: yen, KWD: fils), never negative
 * @param currency one with minor units, unlike gold (XAU)
 */
public record Money(long minor, Currency currency) {
    /** @throws IllegalArgumentException when the amount is negative, or the currency has no minor units */
    public Money {
        if (minor < 0) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "an amount must not be negative: %d", minor));
        }
        if (currency.getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException("the currency %s has no minor units".formatted(currency));
        }
    }

    /**
     * @param code a currency code of ISO 4217
     * @throws IllegalArgumentException when the amount is negative, or no currency with minor units has this code
     */
    public Money(long minor, String code) {
        this(minor, currency(code));
    }

    /**
     * Returns the number of decimals of amounts in a currency. The server decides it, because browsers differ from ISO 4217
     * for some currencies.
     *
     * @param code a currency code; an unknown one has no decimals
     */
    public static int decimals(String code) {
        try {
            return Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            // A purchase is confirmed even in an unknown currency.
            return 0;
        }
    }

    /** Returns the amount in the currency's major unit, with all its decimals. */
    public BigDecimal amount() {
        return BigDecimal.valueOf(minor, currency.getDefaultFractionDigits());
    }

    /** Formats the amount for a locale. */
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
