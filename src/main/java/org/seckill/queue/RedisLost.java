package org.seckill.queue;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.RecoverableDataAccessException;

/** A command was sent to Redis, and nobody knows what it did. */
final class RedisLost extends RecoverableDataAccessException {
    private static final long serialVersionUID = 1;

    RedisLost(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
