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
 * The way to Redis. Whatever fails is told as {@link RedisUnavailable} when surely nothing was done, and as {@link RedisOutcomeUnknown}
 * when nobody knows. Safe for use by any number of threads.
 */
@Component
public final class RedisCalls {
    private final UnifiedJedis redis;
    private final RedisScripts scripts;

    public RedisCalls(UnifiedJedis redis) {
        this.redis = redis;
        this.scripts = new RedisScripts(redis);
    }

    public <T extends @Nullable Object> T told(Function<UnifiedJedis, T> command) {
        return told(redis, command);
    }

    /** @return the script's list */
    public List<?> script(RedisScript script, List<String> keys, List<String> arguments) {
        return Objects.requireNonNull((List<?>) told(scripts, s -> s.eval(script, keys, arguments)));
    }

    /** @return the script's number */
    public long count(RedisScript script, List<String> keys, List<String> arguments) {
        return Objects.requireNonNull((Long) told(scripts, s -> s.eval(script, keys, arguments)));
    }

    /** @return the script's list, and how many replicas have what it wrote */
    public ReplicatedReply replicated(
            RedisScript script, List<String> keys, List<String> arguments, int replicas, Duration patience) {
        return told(scripts, s -> s.eval(script, keys, arguments, replicas, patience));
    }

    public static List<String> strings(List<?> answer) {
        return answer.stream().map(String.class::cast).toList();
    }

    public static String code(JedisDataException said) {
        String message = said.getMessage();
        return message == null ? "" : message.split(" ", 2)[0];
    }

    private static <C, T extends @Nullable Object> T told(C asked, Function<C, T> command) {
        try {
            return command.apply(asked);
        } catch (JedisDataException e) {
            throw RedisRefusal.of(e.getMessage())
                    .<DataAccessException>map(refusal -> new RedisUnavailable("Redis " + refusal, e, refusal))
                    .orElseGet(() -> new RedisOutcomeUnknown("Redis failed", e));
        } catch (JedisClusterOperationException e) {
            // After some attempts, of which the first may have been heard.
            throw new RedisOutcomeUnknown("Redis was lost", e);
        } catch (JedisException e) {
            if (hadNoConnection(e)) {
                throw new RedisUnavailable("Redis is away", e, null);
            }
            throw new RedisOutcomeUnknown("Redis was lost", e);
        }
    }

    // Refused by the server's machine, or by the pool, all of whose connections are in use.
    private static boolean hadNoConnection(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof NoSuchElementException) {
                return true;
            }
        }
        return false;
    }
}
