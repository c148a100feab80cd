package org.seckill.config;

import java.util.List;
import redis.clients.jedis.Builder;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisBroadcastException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/** Whether all of Redis answers: of a Cluster each master, which must also see a Cluster that serves. */
final class RedisPulse {
    private static final String WELL = "cluster_state:ok";

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

    private final UnifiedJedis redis;

    RedisPulse(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** @throws IllegalStateException naming the masters of a Cluster that do not answer */
    boolean beats() {
        return redis instanceof RedisClusterClient cluster ? beats(cluster) : "PONG".equals(redis.ping());
    }

    private static boolean beats(RedisClusterClient cluster) {
        CommandArguments info = new CommandArguments(Protocol.Command.CLUSTER).add("INFO");
        try {
            // Nothing is answered where no master is known yet.
            return cluster.broadcastCommand(new CommandObject<>(info, STATE)) != null;
        } catch (JedisBroadcastException e) {
            List<String> silent = e.getReplies().entrySet().stream()
                    .filter(reply -> reply.getValue() instanceof Exception)
                    .map(reply -> reply.getKey() + " (" + reply.getValue() + ")")
                    .sorted()
                    .toList();
            throw new IllegalStateException("masters that do not answer: " + String.join(", ", silent), e);
        }
    }
}
