package org.seckill.config;

import java.net.URI;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.seckill.order.PurchaseMode;
import org.seckill.redis.RedisHealthCheck;
import org.seckill.redis.RedisNodes;
import org.seckill.redis.RedisPrimaryExecutor;
import org.seckill.reservation.QueueLimits;
import org.seckill.web.Probe;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Beans for Redis. Timeouts are short, because readers can ask MySQL instead. Only the desk {@code queue} cannot work
 * without Redis.
 */
@Configuration
class RedisConfig {
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** For commands that block in Redis, such as XREADGROUP: longer than they ask Redis to block. */
    private static final Duration BLOCKING_TIMEOUT = Duration.ofSeconds(5);

    /**
     * Connections to each Redis node: one for each thread of the desk {@code queue}, so that no sale waits for the
     * connection of another sale, and 32 for other requests.
     */
    private static final int CONNECTIONS = QueueLimits.LANE_THREADS + QueueLimits.DRAIN_THREADS + 32;

    /**
     * How long an idle connection is kept. One thread tests the idle connections of all nodes, one after the other: many
     * connections to a node that does not answer would block it for a long time.
     */
    private static final Duration IDLE_TIME = Duration.ofSeconds(10);

    /** Allows for a dead connection, a redirection, and one more of either. */
    private static final int ATTEMPTS = 3;

    /** Bounds the time until a node notices a failover of the Cluster without a redirection. */
    private static final Duration REFRESH = Duration.ofSeconds(1);

    @Bean(destroyMethod = "close")
    UnifiedJedis redis(Settings settings) {
        return connect(settings.redis());
    }

    @Bean
    @Order(2)
    Probe redisProbe(UnifiedJedis redis, Settings settings) {
        // The desk "procedure" works without Redis: reads go to MySQL.
        boolean isRequired = settings.purchase() == PurchaseMode.QUEUE;
        return new Probe("redis", isRequired, new RedisHealthCheck(redis)::fault);
    }

    /** Returns a client even if no node answers; each command then tries to connect. */
    static UnifiedJedis connect(RedisNodes nodes) {
        return nodes.isCluster() ? cluster(nodes) : single(nodes.addresses().get(0));
    }

    private static RedisClient single(URI uri) {
        JedisClientConfig client = client(uri);
        PooledConnectionProvider provider =
                new PooledConnectionProvider(JedisURIHelper.getHostAndPort(uri), client, pool());
        return RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(uri))
                .clientConfig(client)
                .connectionProvider(provider)
                .commandExecutor(new RedisPrimaryExecutor(provider))
                .build();
    }

    // Jedis cannot create a client of an unreachable Cluster unless this JVM-wide property is set. With the property,
    // Jedis also accepts an empty slot table from a node, so it is cleared as soon as the client exists.
    private static synchronized RedisClusterClient cluster(RedisNodes nodes) {
        System.setProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY, "");
        try {
            return RedisClusterClient.builder()
                    .nodes(nodes.addresses().stream()
                            .map(JedisURIHelper::getHostAndPort)
                            .collect(Collectors.toSet()))
                    .clientConfig(client(nodes.addresses().get(0)))
                    .poolConfig(pool())
                    .maxAttempts(ATTEMPTS)
                    // No attempt begins after this time, and the last one may take TIMEOUT: one second in total.
                    .maxTotalRetriesDuration(TIMEOUT)
                    .topologyRefreshPeriod(REFRESH)
                    .build();
        } finally {
            System.clearProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY);
        }
    }

    private static JedisClientConfig client(URI uri) {
        return DefaultJedisClientConfig.builder(uri)
                .connectionTimeoutMillis((int) TIMEOUT.toMillis())
                .socketTimeoutMillis((int) TIMEOUT.toMillis())
                .blockingSocketTimeoutMillis((int) BLOCKING_TIMEOUT.toMillis())
                // Fixed: a client created while Redis is down expects RESP2, and connections made later could negotiate
                // RESP3.
                .protocol(RedisProtocol.RESP2)
                .build();
    }

    private static GenericObjectPoolConfig<Connection> pool() {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(TIMEOUT);
        pool.setJmxEnabled(false);
        // After a restart of Redis all idle connections are dead. This test removes them within a second, before each
        // fails a command.
        pool.setTestWhileIdle(true);
        pool.setNumTestsPerEvictionRun(-1);
        pool.setTimeBetweenEvictionRuns(Duration.ofSeconds(1));
        pool.setMinEvictableIdleDuration(IDLE_TIME);
        return pool;
    }
}
