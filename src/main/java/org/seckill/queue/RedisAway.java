package org.seckill.queue;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** Redis was not reached, or refused the command before it did anything. */
final class RedisAway extends DataAccessResourceFailureException {
    private static final long serialVersionUID = 1;

    private final boolean answered;

    /** @param answered whether Redis itself said so */
    RedisAway(String message, @Nullable Throwable cause, boolean answered) {
        super(message, cause);
        this.answered = answered;
    }

    boolean isAnswer() {
        return answered;
    }
}
