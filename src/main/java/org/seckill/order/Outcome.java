package org.seckill.order;

import java.time.Duration;

/** The answer to an order. */
public sealed interface Outcome {
    /** The purchase is committed. */
    record Recorded(Purchase purchase) implements Outcome {}

    /** The buyer already holds a purchase with another ticket. */
    record Repeat(Purchase held) implements Outcome {}

    /** Not recorded; another try now would be refused too. */
    record Over(Reason reason) implements Outcome {
        /** The sale has not begun, has no stock left, or has ended. */
        public enum Reason {
            NOT_OPEN,
            SOLD_OUT,
            CLOSED
        }
    }

    /**
     * Not recorded, and no call will record it later: the buyer may try again.
     *
     * @param retryAfter whole seconds until the next try
     */
    record Busy(Duration retryAfter) implements Outcome {
        /** For when no estimate exists. */
        public static final Busy SOON = new Busy(Duration.ofSeconds(1));
    }

    /** A unit is reserved and the order waits to be recorded; the endpoint {@code result} returns its outcome. */
    record Queued(Ticket ticket) implements Outcome {}

    /** Outcome unknown at the deadline; the endpoint {@code result} returns it. */
    record Unknown() implements Outcome {}

    /**
     * The engine refuses this order alone, or its answer to it is unreadable; another try would fail too.
     *
     * @param cause for the operator
     */
    record Broken(String cause) implements Outcome {}

    /** The purchase address belongs to another buyer or another window. */
    record Rewritten() implements Outcome {}
}
