package org.seckill.config;

import java.net.URI;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
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

/** Redis: asked briefly or not at all. Only the queue has no MySQL to ask instead. */
@Configuration
class RedisConfig {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** What a command that blocks on purpose may take: it asks Redis to block for less. */
    private static final Duration BLOCKING = Duration.ofSeconds(5);

    /**
     * To each node of Redis: one for each thread of the queue, which are there so that no sale waits for another's, and some
     * for the requests.
     */
    private static final int CONNECTIONS = QueueLimits.LANE_THREADS + QueueLimits.DRAIN_THREADS + 32;

    /**
     * How long one more than the usual is kept. One thread looks after the idle ones of all nodes, and waits for the answer
     * of each: with many to a silent node it would be gone for long.
     */
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** One for a connection that died unnoticed, one for a redirection, and one for another of either. */
    private static final int ATTEMPTS = 3;

    /** How long a failover may stay unnoticed by a node whose commands were not redirected. */
    private static final Duration REFRESH = Duration.ofSeconds(1);

    @Bean(destroyMethod = "close")
    UnifiedJedis redis(Settings settings) {
        return connect(settings.redis());
    }

    @Bean
    @Order(2)
    Probe redisProbe(UnifiedJedis redis, Settings settings) {
        // By the procedure everything goes on from MySQL without it.
        boolean isRequired = settings.way() == Settings.Way.QUEUE;
        return new Probe("redis", isRequired, new RedisHealthCheck(redis)::fault);
    }

    /** Returns also when no node answers; each command then tries again. */
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

    // Jedis refuses to make a client of a Cluster that is away, unless this property of the whole JVM is set. It would
    // also make it believe a node that has lost all slots, so it is taken back as soon as the client is made.
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
                    // No attempt begins after that, and each has its own patience: a second in all.
                    .maxTotalRetriesDuration(PATIENCE)
                    .topologyRefreshPeriod(REFRESH)
                    .build();
        } finally {
            System.clearProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY);
        }
    }

    private static JedisClientConfig client(URI uri) {
        return DefaultJedisClientConfig.builder(uri)
                .connectionTimeoutMillis((int) PATIENCE.toMillis())
                .socketTimeoutMillis((int) PATIENCE.toMillis())
                .blockingSocketTimeoutMillis((int) BLOCKING.toMillis())
                // Left to negotiate, connections made later speak another one than a client made without Redis expects.
                .protocol(RedisProtocol.RESP2)
                .build();
    }

    private static GenericObjectPoolConfig<Connection> pool() {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(PATIENCE);
        pool.setJmxEnabled(false);
        // After a restart of Redis all idle connections are dead: they go within a second, and not one by one, each
        // with a command that fails.
        pool.setTestWhileIdle(true);
        pool.setNumTestsPerEvictionRun(-1);
        pool.setTimeBetweenEvictionRuns(Duration.ofSeconds(1));
        pool.setMinEvictableIdleDuration(IDLE);
        return pool;
    }
}
