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
 * Whether all of Redis takes writes: of a Cluster each master, which must also see a Cluster that serves. A server that
 * answers may still refuse every write.
 */
public final class RedisHealthCheck {
    private static final String WELL = "cluster_state:ok";

    /** Writes a key of a slot that this server has. In a Cluster of ten masters one try in ten finds such a slot. */
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
            if (!SafeEncoder.encode((byte[]) answer).contains(WELL)) {
                throw new JedisDataException("it sees a Cluster that does not serve");
            }
            // Jedis puts lists together, and no texts.
            return List.of(WELL);
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
     * @return empty when every write is taken, otherwise why not, in words
     * @throws redis.clients.jedis.exceptions.JedisException when the only server does not answer
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
            return Optional.of("Redis " + words(e));
        }
    }

    private static Optional<String> fault(RedisClusterClient cluster, CommandObject<List<String>> write) {
        CommandArguments info = new CommandArguments(Protocol.Command.CLUSTER).add("INFO");
        try {
            // Nothing is answered where no master is known yet.
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
        String words = reply.getValue() instanceof JedisDataException said ? words(said) : "does not answer";
        return "master " + reply.getKey() + " " + words;
    }

    private static String words(JedisDataException said) {
        return RedisRefusal.of(said.getMessage())
                .map(RedisRefusal::toString)
                .orElse("refuses writes: " + said.getMessage());
    }
}
