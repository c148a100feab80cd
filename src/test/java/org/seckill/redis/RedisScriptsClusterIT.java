package org.seckill.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.config.TestRedisClients;
import org.seckill.testkit.engine.RedisCluster;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.TestEngines;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Scripts on a Cluster of three masters, each with a replica. */
@Timeout(300)
class RedisScriptsClusterIT {
    private static final RedisScript COUNT = RedisScript.load(RedisScriptsClusterIT.class, "count.lua");
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private static RedisCluster cluster;

    private UnifiedJedis redis;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start(TestEngines.freshFolder(), 3, 1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        cluster.awaitAgreement();
        cluster.nodes().forEach(node -> node.ask(Jedis::configResetStat));
        redis = TestRedisClients.connect(cluster.url());
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void eachMasterIsSentTheTextOnceAndRunsTheCallsOfItsOwnSales() {
        cluster.nodes().forEach(node -> node.ask(Jedis::scriptFlush));
        Map<Integer, Integer> calls = new HashMap<>();
        for (int round = 1; round <= 3; round++) {
            for (long sale = 1000; sale < 1020; sale++) {
                assertThat(count(sale)).isEqualTo(answer(round, sale));
                calls.merge(cluster.masterOf(sale).port(), 1, Integer::sum);
            }
        }
        assertThat(calls).hasSize(3);
        calls.forEach((port, count) ->
                assertThat(statistics(port)).contains("cmdstat_eval:calls=1,", "cmdstat_evalsha:calls=" + count + ","));
    }

    @Test
    void theReplicaOfTheSalesOwnMasterAcknowledgesUnlessItIsSilent() {
        long sale = 2000;
        await().until(() -> replicated(sale).replicas() == 1);
        RedisNode replica = replicaOf(cluster.masterOf(sale));
        replica.pause();
        try {
            assertThat(replicated(sale).replicas()).isZero();
        } finally {
            replica.wake();
        }
        await().until(() -> replicated(sale).replicas() == 1);
    }

    @Test
    void aSaleThatMovedToAnotherMasterIsFollowedAndAcknowledgedThere() {
        long sale = 3000;
        RedisNode from = cluster.masterOf(sale);
        RedisNode to = cluster.nodes().stream()
                .filter(node -> !node.isFollowing() && node != from)
                .findFirst()
                .orElseThrow();
        String name = to.ask(Jedis::clusterMyId);
        to.ask(jedis -> jedis.clusterSetSlotNode(RedisCluster.slotOf(sale), name));
        from.ask(jedis -> jedis.clusterSetSlotNode(RedisCluster.slotOf(sale), name));

        RedisScript.Replicated first = replicated(sale);

        assertThat(first.answer()).isEqualTo(answer(1, sale));
        assertThat(to.<String>ask(jedis -> jedis.get(key(sale)))).isEqualTo("1");
        await().until(() -> replicated(sale).replicas() == 1);
    }

    @Test
    void whatAReplicaAcknowledgedIsThereAfterItsMasterDiedAndTheOldMasterReturnsAsReplica() {
        long sale = 4000;
        await().until(() -> replicated(sale).replicas() == 1);
        long sum = Long.parseLong(redis.get(key(sale)));
        RedisNode master = cluster.masterOf(sale);
        RedisNode replica = replicaOf(master);
        // The server has lost the script, as after a restart.
        replica.ask(Jedis::scriptFlush);
        master.kill();
        try {
            await().until(() -> counts(sale));
            cluster.awaitAgreement();
            assertThat(cluster.masterOf(sale)).isSameAs(replica);
            assertThat(redis.get(key(sale))).isEqualTo(Long.toString(sum + 1));
            await().until(this::isHealthy);
            redis.set(key(sale), "new");
        } finally {
            master.start();
            cluster.awaitAgreement();
        }
        assertThat(cluster.masterOf(sale)).isSameAs(replica);
        assertThat(master.isFollowing()).isTrue();
        assertThat(redis.get(key(sale))).isEqualTo("new");
    }

    private static RedisNode replicaOf(RedisNode master) {
        String port = "master_port:" + master.port() + "\r";
        return cluster.nodes().stream()
                .filter(node ->
                        node.<String>ask(jedis -> jedis.info("replication")).contains(port))
                .findFirst()
                .orElseThrow();
    }

    private static String statistics(int port) {
        try (Jedis jedis = new Jedis("127.0.0.1", port)) {
            return jedis.info("commandstats");
        }
    }

    private boolean counts(long sale) {
        try {
            return count(sale) != null;
        } catch (JedisException e) {
            return false;
        }
    }

    private boolean isHealthy() {
        try {
            return new RedisHealthCheck(redis).fault().isEmpty();
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private Object count(long sale) {
        Object answer = COUNT.eval(redis, List.of(key(sale)), List.of(1, "x"));
        return answer == null ? "nothing" : answer;
    }

    private RedisScript.Replicated replicated(long sale) {
        return COUNT.eval(redis, List.of(key(sale)), List.of(1, "x"), 1, PATIENCE);
    }

    private static String key(long sale) {
        return "seckill:{" + sale + "}:count";
    }

    private static List<Object> answer(long sum, long sale) {
        return Arrays.asList(sum, 1L, List.of("x"), null, key(sale));
    }
}
