package org.seckill.redis;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** Thrown if Redis was not reached, or refused the command. The command had no effect. */
public final class RedisUnavailable extends DataAccessResourceFailureException {
    private static final long serialVersionUID = 1;

    private final @Nullable RedisRefusal refusal;

    /** @param refusal the reason that Redis gave; null if Redis did not answer */
    public RedisUnavailable(String message, @Nullable Throwable cause, @Nullable RedisRefusal refusal) {
        super(message, cause);
        this.refusal = refusal;
    }

    /** Whether Redis answered, with a refusal. */
    public boolean isAnswer() {
        return refusal != null;
    }

    /** Why Redis refuses every order, for operators; empty if Redis did not answer, or if the next call may succeed. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal).filter(reason -> !reason.isBrief()).map(reason -> "it " + reason);
    }
}
