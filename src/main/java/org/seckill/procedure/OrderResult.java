package org.seckill.procedure;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.seckill.buyer.Phone;
import org.seckill.order.Outcome;
import org.seckill.order.Purchase;
import org.seckill.order.Ticket;

/**
 * One row that {@code execute_seckill} answers: what it decided for one order, and how the sale stood then.
 *
 * @param answer 1 recorded, 0 not recorded, -1 held by an older ticket
 * @param ticket of the purchase that the buyer holds; null when there is none, like the four after it
 * @param phase -1 not open yet, 0 open, 1 closed; null when there is no such sale
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
        // A held purchase is told whatever its time looks like.
        Instant time = createTime == null ? Instant.EPOCH : createTime;
        Purchase held = new Purchase(sale, buyer, new Ticket(ticket), state, time, price, currency);
        return answer == 1 ? new Outcome.Recorded(held) : new Outcome.Repeat(held);
    }

    /** The stock is gone: every unit of this epoch is committed, this order's or another's. */
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
        // With stock left in an open sale it came too late: its sender had given it up by then.
        return saysSoldOut() ? new Outcome.Over(Outcome.Over.Reason.SOLD_OUT) : Outcome.Busy.SOON;
    }
}
