package org.seckill.redis;

import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.PooledConnectionProvider;

/**
 * Sends commands to the primary behind one address. After a failover the pooled connections still lead to the old primary,
 * which refuses writes or does not answer. Then all idle connections are closed, and new ones lead to the new primary.
 * Thread-safe.
 */
public final class RedisPrimaryExecutor implements CommandExecutor {
    private final PooledConnectionProvider provider;

    public RedisPrimaryExecutor(PooledConnectionProvider provider) {
        this.provider = provider;
    }

    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        try {
            return execute(command);
        } catch (JedisDataException e) {
            if (!isOfReplica(e)) {
                throw e;
            }
            // A refused command had no effect, so it can be repeated.
            return execute(command);
        }
    }

    @Override
    public void close() {
        provider.close();
    }

    private <T> T execute(CommandObject<T> command) {
        Connection connection = provider.getConnection(command.getArguments());
        try (connection) {
            return connection.executeCommand(command);
        } catch (JedisDataException e) {
            if (isOfReplica(e)) {
                // A broken connection is closed and not returned to the pool.
                connection.setBroken();
                provider.getPool().clear();
            }
            throw e;
        } catch (JedisConnectionException e) {
            // The other connections lead to the same server. If each were tried, each would delay a call by its
            // time-out.
            provider.getPool().clear();
            throw e;
        }
    }

    private static boolean isOfReplica(JedisDataException error) {
        return RedisRefusal.of(error.getMessage())
                .filter(RedisRefusal::isOfReplica)
                .isPresent();
    }
}
