package org.seckill.queue;

import org.springframework.dao.RecoverableDataAccessException;

/** A command was sent to Redis, and nobody knows what it did, or whether it lasts. */
final class RedisLost extends RecoverableDataAccessException {
    private static final long serialVersionUID = 1;

    RedisLost(String message) {
        super(message);
    }

    RedisLost(String message, Throwable cause) {
        super(message, cause);
    }
}
