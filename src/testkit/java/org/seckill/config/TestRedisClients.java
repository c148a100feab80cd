package org.seckill.config;

import org.seckill.redis.RedisNodes;
import redis.clients.jedis.UnifiedJedis;

/** Clients as the application makes them. */
public final class TestRedisClients {
    private TestRedisClients() {}

    /** @param url as in {@code SECKILL_REDIS_URL} */
    public static UnifiedJedis connect(String url) {
        return RedisConfig.connect(RedisNodes.parse(url));
    }
}
