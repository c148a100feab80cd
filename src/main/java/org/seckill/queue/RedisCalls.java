package org.seckill.queue;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The way to Redis. Whatever fails is told as {@link RedisAway} when surely nothing was done, and as {@link RedisLost}
 * when nobody knows. Safe for use by any number of threads.
 */
@Component
final class RedisCalls {
    /** What a server says that did not even begin with a command (redis.io, Error messages). */
    private static final Set<String> NOT_BEGUN = Set.of(
            "LOADING",
            "CLUSTERDOWN",
            "READONLY",
            "OOM",
            "MISCONF",
            "MASTERDOWN",
            "NOREPLICAS",
            "TRYAGAIN",
            "BUSY",
            "NOAUTH",
            "WRONGPASS",
            "NOPERM");

    private static final Pattern STOPPED = Pattern.compile("^ERR Error running script .* -(OOM|READONLY|MISCONF) ");

    private final UnifiedJedis redis;
    private final RedisScripts scripts;

    RedisCalls(UnifiedJedis redis) {
        this.redis = redis;
        this.scripts = new RedisScripts(redis);
    }

    <T extends @Nullable Object> T told(Function<UnifiedJedis, T> command) {
        return told(redis, command);
    }

    /** @return the script's list */
    List<?> script(RedisScript script, List<String> keys, List<String> arguments) {
        return Objects.requireNonNull((List<?>) told(scripts, s -> s.eval(script, keys, arguments)));
    }

    /** @return the script's number */
    long count(RedisScript script, List<String> keys, List<String> arguments) {
        return Objects.requireNonNull((Long) told(scripts, s -> s.eval(script, keys, arguments)));
    }

    /** @return the script's list, and how many replicas have what it wrote */
    Replicated replicated(
            RedisScript script, List<String> keys, List<String> arguments, int replicas, Duration patience) {
        return told(scripts, s -> s.eval(script, keys, arguments, replicas, patience));
    }

    static List<String> strings(List<?> answer) {
        return answer.stream().map(String.class::cast).toList();
    }

    static String code(JedisDataException said) {
        String message = said.getMessage();
        return message == null ? "" : message.split(" ", 2)[0];
    }

    private static <C, T extends @Nullable Object> T told(C asked, Function<C, T> command) {
        try {
            return command.apply(asked);
        } catch (JedisDataException e) {
            if ((NOT_BEGUN.contains(code(e)) && !isOfScript(e)) || wasStopped(e)) {
                throw new RedisAway("Redis refused", e, true);
            }
            throw new RedisLost("Redis failed", e);
        } catch (JedisClusterOperationException e) {
            // After some attempts, of which the first may have been heard.
            throw new RedisLost("Redis was lost", e);
        } catch (JedisException e) {
            if (hadNoConnection(e)) {
                throw new RedisAway("Redis is away", e, false);
            }
            throw new RedisLost("Redis was lost", e);
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

    // Redis 7 tells of a command in a script as of any other, and adds where: it may be the last of many. What refuses
    // all writes refuses the first.
    private static boolean isOfScript(JedisDataException said) {
        return code(said).equals("NOPERM") && String.valueOf(said.getMessage()).contains(" script: ");
    }

    // What stops a script at its first write. Redis 6 says so in the middle of its message, 7 at its beginning.
    private static boolean wasStopped(JedisDataException said) {
        String message = said.getMessage();
        return message != null && STOPPED.matcher(message).find();
    }
}
