package org.seckill.purchase;

import java.time.Instant;
import org.seckill.sale.Money;

/**
 * One line of a buyer's own list of purchases.
 *
 * @param picture of the goods, a file below {@code web-static/}
 * @param price what the buyer agreed to pay
 */
record PurchaseLine(
        long seckillId, String saleName, String picture, String ticket, int state, Instant createTime, Money price) {}
