package org.seckill.reconcile;

import java.util.Locale;
import org.seckill.redis.RedisOutcomeUnknown;
import org.seckill.redis.RedisUnavailable;
import org.springframework.dao.TransientDataAccessResourceException;

/** A sale's stock could not be loaded into Redis: nothing was reserved. */
public final class StockNotLoaded extends TransientDataAccessResourceException {
    private static final long serialVersionUID = 1;

    StockNotLoaded(long sale, Throwable cause) {
        super(String.format(Locale.ROOT, "the stock of sale %d is not loaded", sale), cause);
    }

    /** Whether it was the database that hindered it, and not Redis. */
    public boolean isOfDatabase() {
        return !(getCause() instanceof RedisUnavailable || getCause() instanceof RedisOutcomeUnknown);
    }
}
