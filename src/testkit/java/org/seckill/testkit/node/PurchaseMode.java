package org.seckill.testkit.node;

import java.util.Locale;

/** The desk that sells: the values of {@code SECKILL_PURCHASE}. */
public enum PurchaseMode {
    PROCEDURE,
    QUEUE;

    public static PurchaseMode named(String setting) {
        return valueOf(setting.toUpperCase(Locale.ROOT));
    }

    public String setting() {
        return name().toLowerCase(Locale.ROOT);
    }
}
