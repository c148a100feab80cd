package org.seckill.procedure;

import java.time.Instant;
import org.seckill.order.Order;
import org.seckill.order.Outcome;

/** An order that a test placed, its answer, and the time of the answer. */
record AnsweredOrder(Order order, Outcome outcome, Instant at) {
    boolean isKnown() {
        return !(outcome instanceof Outcome.Busy) && !(outcome instanceof Outcome.Unknown);
    }
}
