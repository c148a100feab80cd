package org.seckill.redis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import redis.clients.jedis.Builder;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisBroadcastException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Checks that Redis accepts writes. In a Cluster every master is checked, and must report {@code cluster_state:ok}. A plain
 * PING is not enough: a server that answers may refuse every write.
 */
public final class RedisHealthCheck {
    private static final String CLUSTER_OK = "cluster_state:ok";

    /** Writes a key in a slot of this server. Keys are tried until one is in such a slot: one in ten with ten masters. */
    private static final String WRITE = """
            local tried
            for i = 1, 1000 do
                tried = redis.pcall('SET', 'seckill:{ready-' .. i .. '}:pulse', '', 'PX', 10000)
                if not (tried.err and string.find(tried.err, 'non local key')) then
                    break
                end
            end
            return tried
            """;

    private static final Builder<List<String>> STATE = new Builder<>() {
        @Override
        public List<String> build(Object answer) {
            if (!SafeEncoder.encode((byte[]) answer).contains(CLUSTER_OK)) {
                throw new JedisDataException("it sees a Cluster that does not serve");
            }
            // Jedis can aggregate lists of all masters, not strings.
            return List.of(CLUSTER_OK);
        }
    };

    private static final Builder<List<String>> WRITTEN = new Builder<>() {
        @Override
        public List<String> build(Object answer) {
            return List.of(SafeEncoder.encode((byte[]) answer));
        }
    };

    private final UnifiedJedis redis;

    public RedisHealthCheck(UnifiedJedis redis) {
        this.redis = redis;
    }

    /**
     * @return empty if writes are accepted, otherwise the reason, for operators
     * @throws redis.clients.jedis.exceptions.JedisException if a single server does not answer
     */
    public Optional<String> fault() {
        CommandArguments write =
                new CommandArguments(Protocol.Command.EVAL).add(WRITE).add(0);
        return redis instanceof RedisClusterClient cluster
                ? fault(cluster, new CommandObject<>(write, WRITTEN))
                : fault(new CommandObject<>(write, WRITTEN));
    }

    private Optional<String> fault(CommandObject<List<String>> write) {
        try {
            redis.executeCommand(write);
            return Optional.empty();
        } catch (JedisDataException e) {
            return Optional.of("Redis " + describe(e));
        }
    }

    private static Optional<String> fault(RedisClusterClient cluster, CommandObject<List<String>> write) {
        CommandArguments info = new CommandArguments(Protocol.Command.CLUSTER).add("INFO");
        try {
            // The result is null if no master is known yet.
            return cluster.broadcastCommand(new CommandObject<>(info, STATE)) == null
                            || cluster.broadcastCommand(write) == null
                    ? Optional.of("no master is known")
                    : Optional.empty();
        } catch (JedisBroadcastException e) {
            return Optional.of(e.getReplies().entrySet().stream()
                    .filter(reply -> reply.getValue() instanceof Exception)
                    .map(RedisHealthCheck::master)
                    .sorted()
                    .collect(Collectors.joining(", ")));
        }
    }

    private static String master(Map.Entry<?, ?> reply) {
        String fault = reply.getValue() instanceof JedisDataException error ? describe(error) : "does not answer";
        return "master " + reply.getKey() + " " + fault;
    }

    private static String describe(JedisDataException error) {
        return RedisRefusal.of(error.getMessage())
                .map(RedisRefusal::toString)
                .orElse("refuses writes: " + error.getMessage());
    }
}
