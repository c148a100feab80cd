package org.seckill.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.redis.RedisHealthCheck;
import org.seckill.testkit.engine.RedisCluster;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.TestEngines;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** The application's client on a Cluster whose masters have a replica each. */
@Tag("outage")
@Timeout(300)
class RedisFailoverIT {
    private static final String KEY = "seckill:{1000}:object";

    @Test
    void aReplicaThatTookOverIsFoundAndSoIsTheOldMasterAsItsReplica() {
        try (RedisCluster cluster = RedisCluster.start(TestEngines.freshFolder(), 3, 1);
                UnifiedJedis redis = TestRedisClients.connect(cluster.url())) {
            redis.set(KEY, "kept");
            RedisNode master = cluster.masterOf(1000);
            await().until(() -> master.ask(jedis -> jedis.waitReplicas(1, 100)) == 1);

            master.kill();
            await().until(() -> "kept".equals(ask(redis)));
            cluster.awaitAgreement();
            assertThat(cluster.masterOf(1000)).isNotSameAs(master);
            await().until(() -> beats(redis));
            redis.set(KEY, "new");

            master.start();
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
            return new RedisHealthCheck(redis).fault().isEmpty();
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
