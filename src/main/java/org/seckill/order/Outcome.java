package org.seckill.order;

import java.time.Duration;

/** What became of an order. */
public sealed interface Outcome {
    /** Confirmed: it is committed. */
    record Recorded(Purchase purchase) implements Outcome {}

    /** The buyer already holds one, by an older ticket. */
    record Repeat(Purchase held) implements Outcome {}

    /** Not recorded, nor would it be if it were tried again now. */
    record Over(Reason reason) implements Outcome {
        /** Why not: the sale has not begun, has no stock left, or has ended. */
        public enum Reason {
            NOT_OPEN,
            SOLD_OUT,
            CLOSED
        }
    }

    /**
     * Surely not recorded: the order may be tried again.
     *
     * @param retryAfter whole seconds
     */
    record Busy(Duration retryAfter) implements Outcome {
        /** When nobody can tell how long it takes. */
        public static final Busy SOON = new Busy(Duration.ofSeconds(1));
    }

    /** A unit is reserved and the order waits to be recorded; {@code result} tells what became of it. */
    record Queued(Ticket ticket) implements Outcome {}

    /** Recorded or not, nobody could say in time; {@code result} will. */
    record Unknown() implements Outcome {}

    /**
     * The engine refuses the order in itself, whatever else it serves, or tells of it what nobody can read; and so it would
     * if it were tried again.
     *
     * @param cause for the operator
     */
    record Broken(String cause) implements Outcome {}

    /** The address is not this buyer's, or not this window's. */
    record Rewritten() implements Outcome {}
}
