package org.seckill.parts;

import java.util.Locale;

/** How it is sold, as {@code SECKILL_PURCHASE} has it. */
public enum Desk {
    PROCEDURE,
    QUEUE;

    public static Desk named(String setting) {
        return valueOf(setting.toUpperCase(Locale.ROOT));
    }

    public String setting() {
        return name().toLowerCase(Locale.ROOT);
    }
}
