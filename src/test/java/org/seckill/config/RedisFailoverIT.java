package org.seckill.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.testing.Crowd;
import org.seckill.testing.Engines;
import org.seckill.testing.RedisCluster;
import org.seckill.testing.RedisNode;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** The application's client on a Cluster whose masters have a replica each. */
@Tag("outage")
@Timeout(300)
class RedisFailoverIT {
    private static final String KEY = "seckill:{1000}:object";

    @Test
    void aReplicaThatTookOverIsFoundAndSoIsTheOldMasterAsItsReplica() {
        try (RedisCluster cluster = RedisCluster.start(Engines.freshFolder(), 3, 1);
                UnifiedJedis redis = Redises.connect(cluster.url())) {
            redis.set(KEY, "kept");
            RedisNode master = cluster.masterOf(1000);
            Crowd.until(() -> master.ask(jedis -> jedis.waitReplicas(1, 100)) == 1);

            master.kill();
            Crowd.until(() -> "kept".equals(ask(redis)));
            cluster.awaitAgreement();
            assertThat(cluster.masterOf(1000)).isNotSameAs(master);
            Crowd.until(() -> beats(redis));
            redis.set(KEY, "new");

            master.restart();
            cluster.awaitAgreement();
            assertThat(cluster.masterOf(1000)).isNotSameAs(master);
            assertThat(master.isFollowing()).isTrue();
            assertThat(redis.get(KEY)).isEqualTo("new");
        }
    }

    private static String ask(UnifiedJedis redis) {
        try {
            return redis.get(KEY);
        } catch (JedisException e) {
            return "no answer";
        }
    }

    private static boolean beats(UnifiedJedis redis) {
        try {
            return new RedisPulse(redis).fault().isEmpty();
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
