package org.seckill.check;

import java.util.Arrays;
import org.seckill.bench.Reply;

/** What one answer tells a buyer. */
public enum Told {
    BOUGHT(1),
    REPEAT(-1),
    OVER(0),
    QUEUED(2),
    /** The outcome is unknown, as the shop says. */
    UNKNOWN(-2),
    REWRITTEN(-3),
    /**
     * Nothing is recorded, try again: also what 429 and 503 say of a purchase, and that a sale is not open yet, by whichever
     * clock.
     */
    BUSY(-4),
    /** No answer, or one of somebody on the way: nobody knows what the shop did. */
    NOTHING(Integer.MAX_VALUE),
    /** An answer that a buyer who keeps the rules must never get. */
    STRANGE(Integer.MIN_VALUE);

    private static final String NOT_OPEN = "\"stateInfo\":\"not open yet\"";

    private final int code;

    Told(int code) {
        this.code = code;
    }

    public static Told byExecution(Reply reply) {
        return byExecution(reply.status(), reply.state(), reply.body().contains(NOT_OPEN));
    }

    /** @param state as the answer tells it; empty when it tells none */
    public static Told byExecution(int status, String state) {
        return byExecution(status, state, false);
    }

    private static Told byExecution(int status, String state, boolean isTooEarly) {
        return status == 503 || status == 429 || isTooEarly ? BUSY : byResult(status, state);
    }

    public static Told byResult(Reply reply) {
        return byResult(reply.status(), reply.state());
    }

    /** @param state as the answer tells it; empty when it tells none */
    public static Told byResult(int status, String state) {
        if (status == 200) {
            return byState(state);
        }
        return status >= 500 || status == 429 ? NOTHING : STRANGE;
    }

    /** The buyer has a unit. */
    public boolean isHolding() {
        return this == BOUGHT || this == REPEAT;
    }

    /** Nothing that comes later may say otherwise, unless the buyer presses again. */
    public boolean isFinal() {
        return isHolding() || this == OVER;
    }

    /** That buyer does not know what became of the press, so a row is no surprise. */
    public boolean isOpen() {
        return this == NOTHING || this == UNKNOWN || this == QUEUED;
    }

    private static Told byState(String state) {
        return Arrays.stream(values())
                .filter(told -> Integer.toString(told.code).equals(state))
                .findFirst()
                .orElse(STRANGE);
    }
}
