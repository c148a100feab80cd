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
 * A command, and after its answer a WAIT for the replicas on the same connection, for WAIT speaks of what its own
 * connection wrote. One object is one call, by one thread.
 *
 * <p>Jedis by itself sends a WAIT to all masters of a Cluster, on connections of its choice. So it is sent here while
 * the answer is built: the connection is still held then, and it is the right one, because Jedis begins again with all
 * of this when the Cluster sends it elsewhere.
 */
final class RedisWait extends Builder<ReplicatedReply> {
    private final int replicas;
    private final Duration patience;
    private @Nullable Connection connection;

    private RedisWait(int replicas, Duration patience) {
        this.replicas = replicas;
        this.patience = patience;
    }

    static CommandObject<ReplicatedReply> after(CommandArguments command, int replicas, Duration patience) {
        RedisWait wait = new RedisWait(replicas, patience);
        return new CommandObject<>(command, wait).withPreProcessHook(connection -> wait.connection = connection);
    }

    @Override
    public ReplicatedReply build(@Nullable Object raw) {
        return new ReplicatedReply(raw == null ? null : AGGRESSIVE_ENCODED_OBJECT.build(raw), acknowledged());
    }

    private int acknowledged() {
        if (connection == null) {
            throw new IllegalStateException("Jedis built an answer without a connection");
        }
        try {
            CommandArguments wait =
                    new CommandArguments(Command.WAIT).add(replicas).add(patience.toMillis());
            return Math.toIntExact((Long) connection.executeCommand(wait));
        } catch (JedisException e) {
            // The command was run: whoever sent it once more would know no better.
            return 0;
        }
    }
}
