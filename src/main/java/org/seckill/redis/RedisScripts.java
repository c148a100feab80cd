package org.seckill.redis;

import static redis.clients.jedis.BuilderFactory.AGGRESSIVE_ENCODED_OBJECT;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs scripts by their hash, on one Redis or on the master of a Cluster that owns the keys. If the server does not have the
 * script, as after a restart or a failover, the text is sent once. Thread-safe.
 *
 * <p>A call has at least one key, and all its keys have the same hash tag. Keys are {@code String} or {@code byte[]};
 * arguments may also be whole numbers.
 */
public final class RedisScripts {
    private final UnifiedJedis redis;

    public RedisScripts(UnifiedJedis redis) {
        this.redis = redis;
    }

    /**
     * Runs a script.
     *
     * @return a {@code String}, a {@code Long}, a {@code List} of these, or null
     * @throws JedisException if Redis is unreachable or refuses the call; unless it is a
     *     {@link redis.clients.jedis.exceptions.JedisDataException}, the script may have been run
     */
    @Nullable
    public Object eval(RedisScript script, List<?> keys, List<?> arguments) {
        try {
            return redis.executeCommand(withoutWait(byHash(script, keys, arguments)));
        } catch (JedisNoScriptException e) {
            return redis.executeCommand(withoutWait(byText(script, keys, arguments)));
        }
    }

    /**
     * As {@link #eval(RedisScript, List, List)}, then waits until so many replicas have acknowledged the writes, or until the
     * time-out.
     *
     * @param timeout above zero, which would mean no time-out, and shorter than the socket time-out of half a second,
     *     after which the answer is 0 replicas
     */
    public ReplicatedReply eval(RedisScript script, List<?> keys, List<?> arguments, int replicas, Duration timeout) {
        try {
            return redis.executeCommand(RedisWait.after(byHash(script, keys, arguments), replicas, timeout));
        } catch (JedisNoScriptException e) {
            return redis.executeCommand(RedisWait.after(byText(script, keys, arguments), replicas, timeout));
        }
    }

    private static CommandObject<Object> withoutWait(CommandArguments call) {
        return new CommandObject<>(call, AGGRESSIVE_ENCODED_OBJECT);
    }

    private static CommandArguments byHash(RedisScript script, List<?> keys, List<?> arguments) {
        return call(Command.EVALSHA, script.hash(), keys, arguments);
    }

    private static CommandArguments byText(RedisScript script, List<?> keys, List<?> arguments) {
        return call(Command.EVAL, script.text(), keys, arguments);
    }

    private static CommandArguments call(Command command, byte[] script, List<?> keys, List<?> arguments) {
        return new CommandArguments(command)
                .add(script)
                .add(keys.size())
                .keys(keys)
                .addObjects(arguments);
    }
}
