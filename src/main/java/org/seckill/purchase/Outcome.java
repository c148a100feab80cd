package org.seckill.purchase;

import java.time.Duration;

/** What became of an order. */
sealed interface Outcome {
    /** Confirmed: it is committed. */
    record Recorded(Purchase purchase) implements Outcome {}

    /** The buyer already holds one, by an older ticket. */
    record Repeat(Purchase held) implements Outcome {}

    record Over(Reason reason) implements Outcome {
        enum Reason {
            NOT_OPEN,
            SOLD_OUT,
            CLOSED
        }
    }

    /** Surely not recorded: the order may be tried again. */
    record Busy(Duration retryAfter) implements Outcome {
        static final Busy SOON = new Busy(Duration.ofSeconds(1));
    }

    /** Recorded or not, nobody could say in time; {@code result} will. */
    record Unknown() implements Outcome {}

    /** The address is not this buyer's, or not this window's. */
    record Rewritten() implements Outcome {}
}
