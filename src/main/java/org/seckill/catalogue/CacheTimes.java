package org.seckill.catalogue;

import java.time.Duration;

/**
 * How long copies of a sale are believed.
 *
 * @param near in this process
 * @param shared in Redis, where up to a fifth more is added at random, so that copies made together do
 *     not expire together
 */
public record CacheTimes(Duration near, Duration shared) {
    public CacheTimes {
        if (near.isNegative() || near.isZero() || shared.isNegative() || shared.isZero()) {
            throw new IllegalArgumentException("cache times are positive, not %s and %s".formatted(near, shared));
        }
    }
}
