package org.seckill.queue;

import java.util.Locale;
import org.springframework.dao.TransientDataAccessResourceException;

/** A sale's stock could not be loaded into Redis: nothing was reserved. */
final class NotLoaded extends TransientDataAccessResourceException {
    private static final long serialVersionUID = 1;

    NotLoaded(long sale, Throwable cause) {
        super(String.format(Locale.ROOT, "the stock of sale %d is not loaded", sale), cause);
    }

    /** Whether it was the database that hindered it, and not Redis. */
    boolean isOfDatabase() {
        return !(getCause() instanceof RedisAway || getCause() instanceof RedisLost);
    }
}
