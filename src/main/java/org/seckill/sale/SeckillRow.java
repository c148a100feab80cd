package org.seckill.sale;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A sale as its row stands in the database, where people write by hand what the checks of SQL cannot all judge. */
record SeckillRow(
        long id,
        String name,
        String title,
        String picture,
        long price,
        @Nullable Long listPrice,
        String currency,
        int stock,
        int offered,
        Instant start,
        Instant end,
        int epoch,
        Instant readAt) {

    /** @throws UnreadableSale when what is written there makes no sale */
    Seckill sale() {
        try {
            Money listed = listPrice == null ? null : new Money(listPrice, currency);
            Goods goods = new Goods(title, picture, new Money(price, currency), listed);
            return new Seckill(id, name, goods, stock, offered, new Window(start, end), epoch, readAt);
        } catch (IllegalArgumentException e) {
            throw new UnreadableSale(id, e);
        }
    }
}
