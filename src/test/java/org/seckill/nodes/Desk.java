package org.seckill.nodes;

import java.util.Locale;

/** How it is sold, as {@code SECKILL_PURCHASE} has it. */
enum Desk {
    PROCEDURE,
    QUEUE;

    static Desk named(String setting) {
        return valueOf(setting.toUpperCase(Locale.ROOT));
    }

    String setting() {
        return name().toLowerCase(Locale.ROOT);
    }
}
