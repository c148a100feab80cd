package org.seckill.testkit.load;

import java.time.Instant;

/**
 * One answer to a buyer.
 *
 * @param sent when it was asked for; {@link Instant#MIN} where nobody wrote that down
 * @param at when it was heard, or given up
 * @param ticket of the order that it tells of; empty when it tells none
 * @param words what to show of it when it is no good
 */
public record BuyerAnswer(Instant sent, Instant at, Asked asked, AnswerKind told, String ticket, String words) {
    public enum Asked {
        PRESS,
        RESULT,
        /** {@code result} once more, when all is over. */
        RECALL
    }

    public BuyerAnswer(Instant at, Asked asked, AnswerKind told, String ticket, String words) {
        this(Instant.MIN, at, asked, told, ticket, words);
    }

    /** Whether somebody wrote down when it was sent. */
    public boolean isTimed() {
        return sent.isAfter(Instant.MIN);
    }

    public boolean isPress() {
        return asked == Asked.PRESS;
    }

    /**
     * Whether it is news to a buyer. A press that was refused did nothing, so it tells nothing of an earlier one, and
     * neither does {@code result} when it does not answer, or finds nothing of what is on its way or over.
     *
     * @param last what this buyer was told before
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
