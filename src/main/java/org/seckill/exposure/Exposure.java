package org.seckill.exposure;

import org.jspecify.annotations.Nullable;

/**
 * The data of the answer that tells a buyer the address. Times are in milliseconds since the epoch.
 *
 * @param md5 the buyer's purchase address; null unless {@code exposed}
 * @param stock as last read; 0 as soon as the sold-out board has a mark
 * @param stockAt when the stock was read, by the database's clock; purchases after that are not subtracted
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
