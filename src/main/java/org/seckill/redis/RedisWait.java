package org.seckill.redis;

import static redis.clients.jedis.BuilderFactory.AGGRESSIVE_ENCODED_OBJECT;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Builder;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends a command and then WAIT on the same connection, because WAIT counts the acknowledgements of the writes of its
 * connection. One object is one call, by one thread.
 *
 * <p>Jedis itself would send WAIT to all masters of a Cluster, over any connections. So WAIT is sent while the answer of the
 * command is built: the connection of the command is still held then. After a redirection of the Cluster, Jedis repeats all
 * of this on the new connection.
 */
final class RedisWait extends Builder<RedisScript.Replicated> {
    private final int replicas;
    private final Duration timeout;
    private @Nullable Connection connection;

    private RedisWait(int replicas, Duration timeout) {
        this.replicas = replicas;
        this.timeout = timeout;
    }

    static CommandObject<RedisScript.Replicated> after(CommandArguments command, int replicas, Duration timeout) {
        RedisWait wait = new RedisWait(replicas, timeout);
        return new CommandObject<>(command, wait).withPreProcessHook(connection -> wait.connection = connection);
    }

    @Override
    public RedisScript.Replicated build(@Nullable Object raw) {
        return new RedisScript.Replicated(raw == null ? null : AGGRESSIVE_ENCODED_OBJECT.build(raw), acknowledged());
    }

    private int acknowledged() {
        if (connection == null) {
            throw new IllegalStateException("Jedis built an answer without a connection");
        }
        try {
            CommandArguments wait =
                    new CommandArguments(Command.WAIT).add(replicas).add(timeout.toMillis());
            return Math.toIntExact((Long) connection.executeCommand(wait));
        } catch (JedisException e) {
            // The command was run; repeating it would give no more information.
            return 0;
        }
    }
}
