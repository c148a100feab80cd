package org.seckill.redis;

import org.springframework.dao.RecoverableDataAccessException;

/** Thrown if a command was sent to Redis, and it is unknown whether it was run or whether its writes last. */
public final class RedisOutcomeUnknown extends RecoverableDataAccessException {
    private static final long serialVersionUID = 1;

    public RedisOutcomeUnknown(String message) {
        super(message);
    }

    public RedisOutcomeUnknown(String message, Throwable cause) {
        super(message, cause);
    }
}
