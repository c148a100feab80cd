package org.seckill.purchase;

import java.time.Instant;
import org.seckill.buyer.Phone;

/**
 * One unit that one buyer holds.
 *
 * @param state -1 void, 0 recorded, 1 paid, 2 shipped
 */
record Purchase(long sale, Phone buyer, Ticket ticket, int state, Instant createTime) {}
