package org.seckill.redis;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** Redis was not reached, or refused the command before it did anything. */
public final class RedisUnavailable extends DataAccessResourceFailureException {
    private static final long serialVersionUID = 1;

    private final @Nullable RedisRefusal refusal;

    /** @param refusal what Redis itself said; null when it said nothing */
    public RedisUnavailable(String message, @Nullable Throwable cause, @Nullable RedisRefusal refusal) {
        super(message, cause);
        this.refusal = refusal;
    }

    public boolean isAnswer() {
        return refusal != null;
    }

    /** Why Redis, which answers, carries out no order; empty where the next call may be carried out. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal).filter(said -> !said.isBrief()).map(said -> "it " + said);
    }
}
