package org.seckill.config;

import java.net.URI;
import java.time.Duration;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.seckill.web.Probe;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;

/** Redis: asked briefly or not at all, for MySQL is always there to ask. */
@Configuration
class RedisConfig {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int CONNECTIONS = 16;

    @Bean(destroyMethod = "close")
    RedisClient redis(Settings settings) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(PATIENCE);
        pool.setJmxEnabled(false);
        URI uri = settings.redis();
        int millis = (int) PATIENCE.toMillis();
        return RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(uri))
                .clientConfig(DefaultJedisClientConfig.builder(uri)
                        .connectionTimeoutMillis(millis)
                        .socketTimeoutMillis(millis)
                        .build())
                .poolConfig(pool)
                .build();
    }

    // Not required: everything goes on from MySQL without it.
    @Bean
    @Order(2)
    Probe redisProbe(RedisClient redis) {
        return new Probe("redis", false, () -> redis.ping().equals("PONG"));
    }
}
