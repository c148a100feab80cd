package org.seckill.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static redis.clients.jedis.BuilderFactory.AGGRESSIVE_ENCODED_OBJECT;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * A Lua script, which is run by its hash, on one Redis or on the master of a Cluster that owns the keys. If the server does
 * not have the script, as after a restart or a failover, the text is sent once. Thread-safe.
 *
 * <p>A call has at least one key, and all its keys have the same hash tag. Keys are {@code String} or {@code byte[]};
 * arguments may also be whole numbers. Scripts must be idempotent: a script is run again if the connection is lost before
 * its answer.
 */
public final class RedisScript {
    private final String name;
    private final byte[] text;
    private final byte[] hash;

    /**
     * The answer of a script, and the number of replicas that have acknowledged its writes.
     *
     * @param answer as {@link #eval(UnifiedJedis, List, List)} returns it
     * @param replicas 0 also if the connection was lost during the wait
     */
    public record Replicated(@Nullable Object answer, int replicas) {}

    private RedisScript(String name, byte[] text) {
        this.name = name;
        this.text = text;
        this.hash = HexFormat.of().formatHex(sha1(text)).getBytes(US_ASCII);
    }

    /**
     * Loads a script from the resources.
     *
     * @param name of the file in the package of {@code owner}, such as {@code reserve.lua}
     */
    public static RedisScript load(Class<?> owner, String name) {
        try (InputStream file = owner.getResourceAsStream(name)) {
            if (file == null) {
                throw new FileNotFoundException(name);
            }
            return new RedisScript(name, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the script.
     *
     * @return a {@code String}, a {@code Long}, a {@code List} of these, or null
     * @throws JedisException if Redis is unreachable or refuses the call; unless it is a
     *     {@link redis.clients.jedis.exceptions.JedisDataException}, the script may have been run
     */
    @Nullable
    public Object eval(UnifiedJedis redis, List<?> keys, List<?> arguments) {
        try {
            return redis.executeCommand(withoutWait(byHash(keys, arguments)));
        } catch (JedisNoScriptException e) {
            return redis.executeCommand(withoutWait(byText(keys, arguments)));
        }
    }

    /**
     * As {@link #eval(UnifiedJedis, List, List)}, then waits until so many replicas have acknowledged the writes, or until the
     * time-out.
     *
     * @param timeout above zero, which would mean no time-out, and shorter than the socket time-out of half a second,
     *     after which the answer is 0 replicas
     */
    public Replicated eval(UnifiedJedis redis, List<?> keys, List<?> arguments, int replicas, Duration timeout) {
        try {
            return redis.executeCommand(RedisWait.after(byHash(keys, arguments), replicas, timeout));
        } catch (JedisNoScriptException e) {
            return redis.executeCommand(RedisWait.after(byText(keys, arguments), replicas, timeout));
        }
    }

    private static CommandObject<Object> withoutWait(CommandArguments call) {
        return new CommandObject<>(call, AGGRESSIVE_ENCODED_OBJECT);
    }

    private CommandArguments byHash(List<?> keys, List<?> arguments) {
        return call(Command.EVALSHA, hash, keys, arguments);
    }

    private CommandArguments byText(List<?> keys, List<?> arguments) {
        return call(Command.EVAL, text, keys, arguments);
    }

    private static CommandArguments call(Command command, byte[] script, List<?> keys, List<?> arguments) {
        return new CommandArguments(command)
                .add(script)
                .add(keys.size())
                .keys(keys)
                .addObjects(arguments);
    }

    @Override
    public String toString() {
        return name;
    }

    private static byte[] sha1(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
