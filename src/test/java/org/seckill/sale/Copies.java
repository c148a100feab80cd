package org.seckill.sale;

import java.time.Instant;

/** Copies of sales, for tests that need one and no database. */
public final class Copies {
    static final Goods GOODS =
            new Goods("with two cameras", "img/sale/phone.svg", new Money(199_900, "CNY"), new Money(399_900, "CNY"));

    private Copies() {}

    /** One whose units are all left. */
    public static Seckill of(long id, int stock, Window window, int epoch, Instant readAt) {
        return new Seckill(id, "sale", GOODS, stock, stock, window, epoch, readAt);
    }
}
