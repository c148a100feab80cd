package org.seckill.catalogue;

import java.time.Duration;

/**
 * The time to live of a sale's copies.
 *
 * @param near of copies in this process
 * @param shared of copies in Redis; up to a fifth is added at random, so that copies written together do not expire
 *     together
 */
public record CacheTimes(Duration near, Duration shared) {
    public CacheTimes {
        if (near.isNegative() || near.isZero() || shared.isNegative() || shared.isZero()) {
            throw new IllegalArgumentException(
                    "cache times have to be positive, not near=%s, shared=%s".formatted(near, shared));
        }
    }
}
