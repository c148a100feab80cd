package org.seckill.testkit.node;

import java.util.Locale;

/** How it is sold, as {@code SECKILL_PURCHASE} has it. */
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
