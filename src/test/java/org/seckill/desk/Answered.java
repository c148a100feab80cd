package org.seckill.desk;

import java.time.Instant;

/** An order that a test placed, and what it was told, and when. */
record Answered(Order order, Outcome outcome, Instant at) {
    boolean isKnown() {
        return !(outcome instanceof Outcome.Busy) && !(outcome instanceof Outcome.Unknown);
    }
}
