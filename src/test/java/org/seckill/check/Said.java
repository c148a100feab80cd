package org.seckill.check;

import java.time.Instant;

/**
 * One answer to a buyer.
 *
 * @param at when it was heard, or given up
 * @param ticket of the order that it tells of; empty when it tells none
 * @param words what to show of it when it is no good
 */
public record Said(Instant at, Asked asked, Told told, String ticket, String words) {
    public enum Asked {
        PRESS,
        RESULT,
        /** {@code result} once more, when all is over. */
        RECALL
    }

    public boolean isPress() {
        return asked == Asked.PRESS;
    }
}
