package org.seckill.exposure;

import org.jspecify.annotations.Nullable;

/**
 * What the exposer answers. Times are in milliseconds since the epoch.
 *
 * @param md5 present only while {@code exposed}
 * @param stock as last known; 0 as soon as this node knows that it is gone
 * @param stockAt when the stock was read, by the database's clock: it knows of no purchase after that
 */
record Exposure(
        boolean exposed,
        @Nullable String md5,
        long seckillId,
        long now,
        long start,
        long end,
        int stock,
        long stockAt) {}
