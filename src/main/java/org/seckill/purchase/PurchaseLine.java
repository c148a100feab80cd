package org.seckill.purchase;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.seckill.sale.Money;

/**
 * One line in a buyer's list of purchases.
 *
 * @param saleName null if the sale's row was deleted
 * @param picture of the goods, a file below {@code web-static/}
 * @param createTime null if the row has no readable time
 * @param minor the agreed price, in minor units of the currency
 * @param currency the code in the row; it may be unknown to ISO 4217
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

    /** @return the formatted price; for an unknown currency the recorded number and code */
    public String price(Locale locale) {
        try {
            return new Money(minor, currency).in(locale);
        } catch (IllegalArgumentException e) {
            return minor + " " + currency;
        }
    }
}
