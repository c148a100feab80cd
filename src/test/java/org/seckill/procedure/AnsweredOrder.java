package org.seckill.procedure;

import java.time.Instant;
import org.seckill.order.Order;
import org.seckill.order.Outcome;

/** An order that a test placed, and what it was told, and when. */
record AnsweredOrder(Order order, Outcome outcome, Instant at) {
    boolean isKnown() {
        return !(outcome instanceof Outcome.Busy) && !(outcome instanceof Outcome.Unknown);
    }
}
