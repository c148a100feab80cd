package org.seckill.redis;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Calls Redis. A failed call throws {@link RedisUnavailable} if it had no effect, and {@link RedisOutcomeUnknown} if it may
 * have had one. Thread-safe.
 */
@Component
public final class RedisCalls {
    private final UnifiedJedis redis;

    public RedisCalls(UnifiedJedis redis) {
        this.redis = redis;
    }

    public <T extends @Nullable Object> T call(Function<UnifiedJedis, T> command) {
        try {
            return command.apply(redis);
        } catch (JedisDataException e) {
            throw RedisRefusal.of(e.getMessage())
                    .<DataAccessException>map(refusal -> new RedisUnavailable("Redis " + refusal, e, refusal))
                    .orElseGet(() -> new RedisOutcomeUnknown("Redis failed", e));
        } catch (JedisClusterOperationException e) {
            // Thrown after several attempts; the first may have reached Redis.
            throw new RedisOutcomeUnknown("Redis was lost", e);
        } catch (JedisException e) {
            if (hadNoConnection(e)) {
                throw new RedisUnavailable("Redis is away", e, null);
            }
            throw new RedisOutcomeUnknown("Redis was lost", e);
        }
    }

    /** Runs a script that returns a list. */
    public List<?> script(RedisScript script, List<String> keys, List<String> arguments) {
        return Objects.requireNonNull((List<?>) call(client -> script.eval(client, keys, arguments)));
    }

    /** Runs a script that returns a number. */
    public long count(RedisScript script, List<String> keys, List<String> arguments) {
        return Objects.requireNonNull((Long) call(client -> script.eval(client, keys, arguments)));
    }

    /** Runs a script that returns a list, and waits for replicas, see {@link RedisScript#eval}. */
    public RedisScript.Replicated replicated(
            RedisScript script, List<String> keys, List<String> arguments, int replicas, Duration timeout) {
        return call(client -> script.eval(client, keys, arguments, replicas, timeout));
    }

    public static List<String> strings(List<?> answer) {
        return answer.stream().map(String.class::cast).toList();
    }

    /** The first word of an error of Redis, such as {@code NOGROUP}. */
    public static String code(JedisDataException error) {
        String message = error.getMessage();
        return message == null ? "" : message.split(" ", 2)[0];
    }

    // The machine refused the connection, or all connections of the pool are in use.
    private static boolean hadNoConnection(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof NoSuchElementException) {
                return true;
            }
        }
        return false;
    }
}
