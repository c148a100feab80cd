package org.seckill.purchase;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.seckill.sale.Money;

/**
 * One line of a buyer's own list of purchases.
 *
 * @param saleName null when the sale's row is gone
 * @param picture of the goods, a file below {@code web-static/}
 * @param createTime null when the row has no readable time
 * @param minor what the buyer agreed to pay, in minor units of the currency
 * @param currency its code as the database has it
 */
record PurchaseLine(
        long seckillId,
        @Nullable String saleName,
        String picture,
        String ticket,
        int state,
        @Nullable Instant createTime,
        long minor,
        String currency) {

    /** What the buyer agreed to pay, as people write it. A price that makes no money is shown as it is recorded. */
    public String price(Locale locale) {
        try {
            return new Money(minor, currency).in(locale);
        } catch (IllegalArgumentException e) {
            return minor + " " + currency;
        }
    }
}
