package org.seckill.redis;

import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.PooledConnectionProvider;

/**
 * Sends commands to the primary behind one address. After a failover the pool's connections still lead to the server
 * that was the primary. It refuses writes, or does not answer: then all idle connections are closed, and new ones lead to
 * the new primary. Safe for use by any number of threads.
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
            // A refused command did nothing, so that it can be sent again.
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
                // It is closed instead of returned to the pool.
                connection.setBroken();
                provider.getPool().clear();
            }
            throw e;
        } catch (JedisConnectionException e) {
            // The others were made to the same server. Tested one after the other they would hold each call for its
            // time-out.
            provider.getPool().clear();
            throw e;
        }
    }

    private static boolean isOfReplica(JedisDataException said) {
        return RedisRefusal.of(said.getMessage())
                .filter(RedisRefusal::isOfReplica)
                .isPresent();
    }
}
