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
 * Calls scripts by their hash, on one Redis or on the master of a Cluster that owns the keys. A Redis that does not know
 * the script, because it was restarted or has just become master, is sent its text once. Safe for use by many threads.
 *
 * <p>All keys of a call have the same hash tag, and there is at least one. Keys are {@code String} or {@code byte[]},
 * arguments may be whole numbers, too.
 */
public final class RedisScripts {
    private final UnifiedJedis redis;

    public RedisScripts(UnifiedJedis redis) {
        this.redis = redis;
    }

    /**
     * Returns what the script did: {@code String}, {@code Long}, a {@code List} of these, or null.
     *
     * @throws JedisException when Redis is away or refuses; unless it is a
     *     {@link redis.clients.jedis.exceptions.JedisDataException}, the script may have been run
     */
    @Nullable
    public Object eval(RedisScript script, List<?> keys, List<?> arguments) {
        try {
            return redis.executeCommand(alone(byHash(script, keys, arguments)));
        } catch (JedisNoScriptException e) {
            return redis.executeCommand(alone(byText(script, keys, arguments)));
        }
    }

    /**
     * As {@link #eval(RedisScript, List, List)}, and waits until so many replicas have what was written, or the time is
     * over.
     *
     * @param patience above zero, which would be for ever, and shorter than the connection's own, which is half a
     *     second: beyond that the answer is 0 replicas
     */
    public ReplicatedReply eval(RedisScript script, List<?> keys, List<?> arguments, int replicas, Duration patience) {
        try {
            return redis.executeCommand(RedisWait.after(byHash(script, keys, arguments), replicas, patience));
        } catch (JedisNoScriptException e) {
            return redis.executeCommand(RedisWait.after(byText(script, keys, arguments), replicas, patience));
        }
    }

    private static CommandObject<Object> alone(CommandArguments call) {
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
