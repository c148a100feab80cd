package org.seckill.testkit.load;

import java.time.Instant;

/**
 * One answer to a buyer.
 *
 * @param sent the time of the request; {@link Instant#MIN} if it was not recorded
 * @param at the time of the answer, or of giving up
 * @param ticket of the order; empty if the answer names none
 * @param words a description for error messages
 */
public record BuyerAnswer(Instant sent, Instant at, Asked asked, AnswerKind told, String ticket, String words) {
    public enum Asked {
        PRESS,
        RESULT,
        /** A last request of {@code result} after the sale. */
        RECALL
    }

    public BuyerAnswer(Instant at, Asked asked, AnswerKind told, String ticket, String words) {
        this(Instant.MIN, at, asked, told, ticket, words);
    }

    /** Whether the time of the request was recorded. */
    public boolean isTimed() {
        return sent.isAfter(Instant.MIN);
    }

    public boolean isPress() {
        return asked == Asked.PRESS;
    }

    /**
     * Whether the answer changes what the buyer knows. A refused press had no effect, so it says nothing about an earlier
     * press. Neither does {@code result} if it fails, or finds nothing of an order that is under way or over.
     *
     * @param last the last answer that changed what the buyer knows
     */
    boolean isNewsAfter(AnswerKind last) {
        boolean nothingCame = last == AnswerKind.BUSY || last == AnswerKind.REWRITTEN || last == AnswerKind.STRANGE;
        return switch (told) {
            case BOUGHT, REPEAT, OVER, QUEUED -> true;
            case NOTHING, UNKNOWN -> isPress();
            case BUSY -> nothingCame || (last == AnswerKind.QUEUED && !isPress());
            case REWRITTEN, STRANGE -> nothingCame;
        };
    }
}
