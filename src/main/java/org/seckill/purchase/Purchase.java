package org.seckill.purchase;

import java.time.Instant;
import org.seckill.buyer.Phone;
import org.seckill.sale.Money;

/**
 * One unit that one buyer holds.
 *
 * @param state -1 void, 0 recorded, 1 paid, 2 shipped
 * @param price what the buyer agreed to pay, whatever the sale asks now
 */
record Purchase(long sale, Phone buyer, Ticket ticket, int state, Instant createTime, Money price) {}
