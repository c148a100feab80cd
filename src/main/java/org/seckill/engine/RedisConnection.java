package org.seckill.engine;

import org.seckill.server.StartupFailure;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;

/** The launcher's connections to the Redis that it started: a new one for each command. */
final class RedisConnection {
    private static final int TIMEOUT_MILLIS = 2_000;

    private RedisConnection() {}

    /** @param password empty if Redis requires none */
    static boolean answers(int port, String password) {
        try (Jedis redis = open(port, password)) {
            return redis.ping().equals("PONG");
        } catch (JedisException e) {
            // Not ready yet: the caller tries again, and on a timeout reports the engine's log.
            return false;
        }
    }

    /** @throws StartupFailure if Redis does not answer */
    static void delete(int port, String password, String... keys) {
        try (Jedis redis = open(port, password)) {
            redis.del(keys);
        } catch (JedisException e) {
            throw new StartupFailure("Redis started, but does not answer (%s)".formatted(e.getMessage()), e);
        }
    }

    private static Jedis open(int port, String password) {
        JedisClientConfig config = DefaultJedisClientConfig.builder()
                .timeoutMillis(TIMEOUT_MILLIS)
                .password(password.isEmpty() ? null : password)
                .build();
        return new Jedis(new HostAndPort("127.0.0.1", port), config);
    }
}
