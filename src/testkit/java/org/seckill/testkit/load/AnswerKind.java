package org.seckill.testkit.load;

import java.util.Arrays;
import org.seckill.testkit.http.RawResponse;

/** The meaning of one answer for a buyer. */
public enum AnswerKind {
    BOUGHT(1),
    REPEAT(-1),
    OVER(0),
    QUEUED(2),
    /** The shop answers that the outcome is unknown. */
    UNKNOWN(-2),
    REWRITTEN(-3),
    /**
     * Nothing is recorded, try again. Also the statuses 429 and 503 of an execution, and the answer that the sale is not
     * open yet.
     */
    BUSY(-4),
    /** No answer, or one of a proxy: what the shop did is unknown. */
    NOTHING(Integer.MAX_VALUE),
    /** An answer that a buyer with correct requests must never get. */
    STRANGE(Integer.MIN_VALUE);

    private static final String NOT_OPEN = "\"stateInfo\":\"not open yet\"";

    private final int code;

    AnswerKind(int code) {
        this.code = code;
    }

    public static AnswerKind byExecution(RawResponse reply) {
        return byExecution(reply.status(), reply.state(), reply.body().contains(NOT_OPEN));
    }

    /** @param state the state code of the answer; empty if there is none */
    public static AnswerKind byExecution(int status, String state) {
        return byExecution(status, state, false);
    }

    private static AnswerKind byExecution(int status, String state, boolean isTooEarly) {
        return status == 503 || status == 429 || isTooEarly ? BUSY : byResult(status, state);
    }

    public static AnswerKind byResult(RawResponse reply) {
        return byResult(reply.status(), reply.state());
    }

    /** @param state the state code of the answer; empty if there is none */
    public static AnswerKind byResult(int status, String state) {
        if (status == 200) {
            return byState(state);
        }
        return status >= 500 || status == 429 ? NOTHING : STRANGE;
    }

    /** Whether the buyer has a unit. */
    public boolean isHolding() {
        return this == BOUGHT || this == REPEAT;
    }

    /** Whether a later answer may not contradict this one, unless the buyer presses again. */
    public boolean isFinal() {
        return isHolding() || this == OVER;
    }

    /** Whether the outcome of the press is open, so that a purchase may or may not be recorded. */
    public boolean isOpen() {
        return this == NOTHING || this == UNKNOWN || this == QUEUED;
    }

    private static AnswerKind byState(String state) {
        return Arrays.stream(values())
                .filter(told -> Integer.toString(told.code).equals(state))
                .findFirst()
                .orElse(STRANGE);
    }
}
