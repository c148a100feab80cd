package org.seckill.order;

import java.time.Instant;
import org.seckill.buyer.Phone;

/**
 * One unit that one buyer holds.
 *
 * @param state -1 void, 0 recorded, 1 paid, 2 shipped
 * @param createTime the epoch when the row has no time that can be read: the purchase is confirmed all the same
 * @param price what the buyer agreed to pay, in minor units, whatever the sale asks now
 * @param currency its code as the database has it: what is recorded is confirmed, also where nobody knows the currency
 */
public record Purchase(
        long sale, Phone buyer, Ticket ticket, int state, Instant createTime, long price, String currency) {
    private static final int VOID = -1;

    /** A void purchase holds no unit, and its buyer cannot buy again in this sale. */
    public boolean isVoid() {
        return state == VOID;
    }
}
