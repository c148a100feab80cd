package org.seckill.redis;

import org.springframework.dao.RecoverableDataAccessException;

/** A command was sent to Redis, and nobody knows what it did, or whether it lasts. */
public final class RedisOutcomeUnknown extends RecoverableDataAccessException {
    private static final long serialVersionUID = 1;

    public RedisOutcomeUnknown(String message) {
        super(message);
    }

    public RedisOutcomeUnknown(String message, Throwable cause) {
        super(message, cause);
    }
}
