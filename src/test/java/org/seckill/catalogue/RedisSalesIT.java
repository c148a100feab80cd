package org.seckill.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.config.TestRedisClients;
import org.seckill.sale.Sale;
import org.seckill.sale.TestSaleCopies;
import org.seckill.testkit.engine.RedisCluster;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.TestEngines;
import redis.clients.jedis.UnifiedJedis;

/** The shared copies on a Redis Cluster of three masters; {@code CatalogueIT} has one Redis. */
@Timeout(300)
class RedisSalesIT {
    private static final CacheTimes TIMES = new CacheTimes(Duration.ofMillis(1), Duration.ofMinutes(10));
    private static RedisCluster cluster;

    private final AtomicInteger reads = new AtomicInteger();
    private UnifiedJedis ours;
    private UnifiedJedis theirs;

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
        ours = TestRedisClients.connect(cluster.url());
        theirs = TestRedisClients.connect(cluster.url());
    }

    @AfterEach
    void disconnect() {
        ours.close();
        theirs.close();
    }

    @Test
    void anotherNodeReadsTheCopiesWhicheverMasterHasThem() {
        sales().forEach(sale -> assertThat(find(copies(ours), sale)).isPresent());
        int written = reads.get();
        sales().forEach(sale -> assertThat(find(copies(theirs), sale)).isPresent());
        assertThat(sales().mapToObj(cluster::masterOf).distinct()).hasSize(3);
        assertThat(written).isEqualTo(20);
        assertThat(reads).hasValue(20);
    }

    @Test
    void withoutOneMasterTheDatabaseIsAskedAndTheOtherMastersCopiesStillServe() {
        RedisSales copies = copies(ours);
        long lost = 2000;
        RedisNode master = cluster.masterOf(lost);
        long other = LongStream.iterate(lost + 1, sale -> sale + 1)
                .filter(sale -> cluster.masterOf(sale) != master)
                .findFirst()
                .orElseThrow();
        find(copies, other);
        master.kill();
        try {
            assertThat(find(copies, lost)).isPresent();
            await().until(() -> isCopied(copies, other));
            assertThat(isCopied(copies, lost)).isFalse();
        } finally {
            master.start();
        }
        await().until(() -> isCopied(copies, lost));
    }

    private static LongStream sales() {
        return LongStream.range(1000, 1020);
    }

    private static RedisSales copies(UnifiedJedis redis) {
        return new RedisSales(redis, TIMES);
    }

    private boolean isCopied(RedisSales copies, long sale) {
        int before = reads.get();
        assertThat(find(copies, sale)).isPresent();
        return reads.get() == before;
    }

    private Optional<Sale> find(RedisSales copies, long sale) {
        return copies.find(sale, id -> {
            reads.incrementAndGet();
            return Optional.of(TestSaleCopies.open(id));
        });
    }
}
