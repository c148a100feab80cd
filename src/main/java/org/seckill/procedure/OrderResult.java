package org.seckill.procedure;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.seckill.buyer.Phone;
import org.seckill.order.Outcome;
import org.seckill.order.Purchase;
import org.seckill.order.Ticket;

/**
 * One row of {@code execute_seckill}: its decision on one order, and the state of the sale at that time.
 *
 * @param answer 1 recorded, 0 not recorded, -1 held by an older ticket
 * @param ticket of the purchase that the buyer holds; null without a purchase, as are {@code state}, {@code createTime},
 *     {@code price} and {@code currency}
 * @param phase -1 not open yet, 0 open, 1 closed; null when the sale does not exist
 */
public record OrderResult(
        int answer,
        @Nullable String ticket,
        @Nullable Integer state,
        @Nullable Instant createTime,
        @Nullable Long price,
        @Nullable String currency,
        @Nullable Integer phase,
        @Nullable Integer stockLeft,
        @Nullable Integer epoch,
        Instant decidedAt) {

    Outcome outcome(long sale, Phone buyer) {
        if (ticket == null || state == null || price == null || currency == null) {
            return refusal();
        }
        // The purchase is confirmed even if its time is unreadable.
        Instant time = createTime == null ? Instant.EPOCH : createTime;
        Purchase held = new Purchase(sale, buyer, new Ticket(ticket), state, time, price, currency);
        return answer == 1 ? new Outcome.Recorded(held) : new Outcome.Repeat(held);
    }

    /** Whether the sale is sold out: every unit of this epoch is committed. */
    boolean saysSoldOut() {
        return phase != null && stockLeft != null && stockLeft == 0;
    }

    private Outcome refusal() {
        if (phase == null || phase > 0) {
            return new Outcome.Over(Outcome.Over.Reason.CLOSED);
        }
        if (phase < 0) {
            return new Outcome.Over(Outcome.Over.Reason.NOT_OPEN);
        }
        // With stock left in an open sale, the order arrived after its latest time: the caller has given it up.
        return saysSoldOut() ? new Outcome.Over(Outcome.Over.Reason.SOLD_OUT) : Outcome.Busy.SOON;
    }
}
