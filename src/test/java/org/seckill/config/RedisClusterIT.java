package org.seckill.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.redis.RedisHealthCheck;
import org.seckill.testkit.engine.RedisCluster;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.TestEngines;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** The application's client on a Cluster of three masters, of which one is killed or falls silent. */
@Tag("outage")
@Timeout(300)
class RedisClusterIT {
    private static RedisCluster cluster;

    private final Map<Integer, Long> saleAtPort = new HashMap<>();
    private UnifiedJedis redis;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start(TestEngines.freshFolder());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        cluster.awaitAgreement();
        redis = TestRedisClients.connect(cluster.url());
        LongStream.range(1000, 1020).forEach(sale -> {
            redis.set(key(sale), "kept");
            saleAtPort.put(cluster.masterOf(sale).port(), sale);
        });
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void theSalesAreSpreadAndEachIsWholeOnOneMaster() {
        assertThat(saleAtPort).hasSize(3);
        for (RedisNode node : cluster.nodes()) {
            long sale = saleAt(node);
            redis.set("seckill:{" + sale + "}:stock", "5");
            assertThat(node.<String>ask(jedis -> jedis.get("seckill:{" + sale + "}:stock")))
                    .isEqualTo("5");
            assertThat(node.<String>ask(jedis -> jedis.get(key(sale)))).isEqualTo("kept");
        }
        assertThat(new RedisHealthCheck(redis).fault()).isEmpty();
    }

    @Test
    void theSalesOfTheOthersGoOnWhileOneMasterIsDeadAndItsOwnComeBackWithIt() {
        RedisNode dead = cluster.nodes().get(1);
        dead.kill();
        try {
            assertThatThrownBy(() -> redis.get(keyAt(dead))).isInstanceOf(JedisException.class);
            others(dead).forEach(sale -> assertThat(redis.get(key(sale))).isEqualTo("kept"));
            assertThat(new RedisHealthCheck(redis).fault())
                    .hasValueSatisfying(fault -> assertThat(fault)
                            .startsWith("master 127.0.0.1:" + dead.port() + " does not answer")
                            .doesNotContain(", master"));
        } finally {
            dead.start();
        }
        await().until(() -> "kept".equals(ask(keyAt(dead))));
        await().until(this::beats);
    }

    @Test
    void aMasterThatRefusesWritesIsNamedWithTheReason() {
        RedisNode full = cluster.nodes().get(1);
        full.<String>ask(jedis -> jedis.configSet("maxmemory", "1"));
        try {
            assertThat(new RedisHealthCheck(redis).fault())
                    .contains("master 127.0.0.1:" + full.port() + " is out of memory (OOM)");
            assertThat(redis.get(keyAt(full))).isEqualTo("kept");
        } finally {
            full.<String>ask(jedis -> jedis.configSet("maxmemory", "0"));
        }
        assertThat(new RedisHealthCheck(redis).fault()).isEmpty();
    }

    @Test
    void whatAMasterLostWithItsDataIsGoneAndItServesOn() {
        RedisNode dead = cluster.nodes().get(2);
        dead.kill();
        dead.startWithoutData();
        await().until(this::beats);
        await().until(() -> ask(keyAt(dead)) == null);
        redis.set(keyAt(dead), "new");
        assertThat(redis.get(keyAt(dead))).isEqualTo("new");
        others(dead).forEach(sale -> assertThat(redis.get(key(sale))).isEqualTo("kept"));
    }

    @Test
    void aSilentMasterHoldsACommandUpForAboutASecond() {
        RedisNode silent = cluster.nodes().get(0);
        silent.pause();
        try {
            long start = System.nanoTime();
            assertThatThrownBy(() -> redis.get(keyAt(silent))).isInstanceOf(JedisException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            others(silent).forEach(sale -> assertThat(redis.get(key(sale))).isEqualTo("kept"));
        } finally {
            silent.wake();
        }
        await().until(() -> "kept".equals(ask(keyAt(silent))));
    }

    @Test
    void aClientMadeWhileAllAreAwayFindsThemLater() {
        cluster.nodes().forEach(RedisNode::kill);
        try (UnifiedJedis early = TestRedisClients.connect(cluster.url())) {
            assertThatThrownBy(() -> early.get(key(1000))).isInstanceOf(JedisException.class);
            assertThat(new RedisHealthCheck(early).fault()).contains("no master is known");
            cluster.nodes().forEach(RedisNode::start);
            redis.close();
            redis = early;
            await().until(this::beats);
            await().until(() -> "kept".equals(ask(key(1000))));
        }
        redis = TestRedisClients.connect(cluster.url());
    }

    private LongStream others(RedisNode node) {
        assertThat(saleAtPort).hasSize(3);
        return saleAtPort.entrySet().stream()
                .filter(entry -> entry.getKey() != node.port())
                .mapToLong(Map.Entry::getValue);
    }

    private long saleAt(RedisNode node) {
        return Objects.requireNonNull(saleAtPort.get(node.port()));
    }

    private String keyAt(RedisNode node) {
        return key(saleAt(node));
    }

    private static String key(long sale) {
        return "seckill:{" + sale + "}:object";
    }

    private String ask(String key) {
        try {
            return redis.get(key);
        } catch (JedisException e) {
            return "no answer";
        }
    }

    private boolean beats() {
        try {
            return new RedisHealthCheck(redis).fault().isEmpty();
        } catch (RuntimeException e) {
            return false;
        }
    }
}
