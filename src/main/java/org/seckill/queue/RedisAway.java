package org.seckill.queue;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** Redis was not reached, or refused the command before it did anything. */
final class RedisAway extends DataAccessResourceFailureException {
    private static final long serialVersionUID = 1;

    private final @Nullable RedisRefusal refusal;

    /** @param refusal what Redis itself said; null when it said nothing */
    RedisAway(String message, @Nullable Throwable cause, @Nullable RedisRefusal refusal) {
        super(message, cause);
        this.refusal = refusal;
    }

    boolean isAnswer() {
        return refusal != null;
    }

    /** Whether Redis answers, and refuses every call for longer than a moment. */
    boolean refusesAll() {
        return refusal != null && !refusal.isBrief();
    }
}
