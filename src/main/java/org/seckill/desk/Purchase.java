package org.seckill.desk;

import java.time.Instant;
import org.seckill.buyer.Phone;

/**
 * One unit that one buyer holds.
 *
 * @param state -1 void, 0 recorded, 1 paid, 2 shipped
 * @param price what the buyer agreed to pay, in minor units, whatever the sale asks now
 * @param currency its code as the database has it: what is recorded is confirmed, also where nobody knows the currency
 */
public record Purchase(
        long sale, Phone buyer, Ticket ticket, int state, Instant createTime, long price, String currency) {}
