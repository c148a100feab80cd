package org.seckill.sale;

import java.time.Instant;

/** Creates copies of sales for tests that need no database. */
public final class TestSaleCopies {
    public static final Goods GOODS =
            new Goods("with two cameras", "img/sale/phone.svg", new Money(199_900, "CNY"), new Money(399_900, "CNY"));

    private TestSaleCopies() {}

    /** A sale of which nothing is sold. */
    public static Sale of(long id, int stock, Window window, int epoch, Instant readAt) {
        return new Sale(id, "sale", GOODS, stock, stock, window, epoch, readAt);
    }

    /** An open sale, for code that reads its stock and window from the database. */
    public static Sale open(long id) {
        Instant now = Instant.now();
        return of(id, 5, new Window(now.minusSeconds(60), now.plusSeconds(3600)), 0, now.minusSeconds(60));
    }
}
