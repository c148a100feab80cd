package org.seckill.reconcile;

import java.util.Locale;
import org.seckill.redis.RedisOutcomeUnknown;
import org.seckill.redis.RedisUnavailable;
import org.springframework.dao.TransientDataAccessResourceException;

/** Thrown if a sale's stock could not be loaded into Redis. Nothing was reserved. */
public final class StockNotLoaded extends TransientDataAccessResourceException {
    private static final long serialVersionUID = 1;

    StockNotLoaded(long sale, Throwable cause) {
        super(String.format(Locale.ROOT, "the stock of sale %d is not loaded", sale), cause);
    }

    /** Whether the database failed, and not Redis. */
    public boolean isOfDatabase() {
        return !(getCause() instanceof RedisUnavailable || getCause() instanceof RedisOutcomeUnknown);
    }
}
