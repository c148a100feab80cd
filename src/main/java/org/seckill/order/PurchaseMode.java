package org.seckill.order;

import java.util.Locale;

/** The purchase desk that sells: the values of {@code SECKILL_PURCHASE}. */
public enum PurchaseMode {
    PROCEDURE,
    QUEUE;

    /** @throws IllegalArgumentException if no mode has this name */
    public static PurchaseMode named(String setting) {
        return valueOf(setting.toUpperCase(Locale.ROOT));
    }

    /** The value of the setting. */
    public String setting() {
        return name().toLowerCase(Locale.ROOT);
    }
}
