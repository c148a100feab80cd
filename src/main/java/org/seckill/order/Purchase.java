package org.seckill.order;

import java.time.Instant;
import org.seckill.buyer.Phone;

/**
 * A unit of a sale that a buyer holds.
 *
 * @param state -1 void, 0 recorded, 1 paid, 2 shipped
 * @param createTime the Unix epoch when the row's time is unreadable; the purchase is valid nevertheless
 * @param price at the time of purchase, in minor units; later changes of the sale's price have no effect on it
 * @param currency the code as recorded; a purchase in an unknown currency is valid nevertheless
 */
public record Purchase(
        long sale, Phone buyer, Ticket ticket, int state, Instant createTime, long price, String currency) {
    private static final int VOID = -1;

    /** A void purchase holds no unit, and its buyer cannot buy again in this sale. */
    public boolean isVoid() {
        return state == VOID;
    }
}
