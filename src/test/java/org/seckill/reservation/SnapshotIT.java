package org.seckill.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.run.TestFolders;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;

/** How long a snapshot blocks Redis: snapshot.lua on a real Redis without other clients. */
class SnapshotIT {
    private static RedisNode node;
    private static RedisClient redis;

    @BeforeAll
    static void start() {
        node = RedisNode.start(TestFolders.anew("redis", "snapshot"));
        redis = RedisClient.create(node.url());
    }

    @AfterAll
    static void stop() {
        redis.close();
        node.close();
    }

    @Test
    void howeverManyAreInHandOneCallLooksAtAThousand() {
        SaleInRedis sale = inHand(5500);
        assertThat(sale.queue.stocks().snapshot(sale.id).unexamined()).isZero();
        node.ask(Jedis::configResetStat);
        assertThat(sale.queue.stocks().snapshot(sale.id).examined())
                .hasSize(5500)
                .doesNotHaveDuplicates();
        assertThat(calls("hget")).isEqualTo(5500);
        assertThat(calls("evalsha")).isBetween(6L, 7L);
    }

    @Test
    void ofMoreThanTenThousandInHandTheRestIsLeftForLater() {
        SaleInRedis sale = inHand(12_000);
        StockSnapshot seen = sale.queue.stocks().snapshot(sale.id);
        assertThat(seen.examined()).hasSize(10_000);
        assertThat(seen.unexamined()).isEqualTo(2000);
    }

    @Test
    void ofThoseThatNobodyHasInHandAFewAreLookedAt() {
        SaleInRedis sale = inHand(1500);
        append(sale, 1500, 4000);
        StockSnapshot seen = sale.queue.stocks().snapshot(sale.id);
        assertThat(seen.examined()).hasSize(1500);
        assertThat(seen.unexamined()).isEqualTo(2500);
    }

    private static SaleInRedis inHand(int entries) {
        SaleInRedis sale = new SaleInRedis(redis, 0, 100_000);
        append(sale, 0, entries);
        assertThat(sale.queue.stream().next(sale.id, SaleInRedis.NODE, entries)).hasSize(entries);
        return sale;
    }

    private static void append(SaleInRedis sale, int from, int to) {
        try (Pipeline pipe = redis.pipelined()) {
            for (int i = from; i < to; i++) {
                pipe.xadd(
                        sale.keys.orders(),
                        StreamEntryID.NEW_ENTRY,
                        Map.of("phone", ShopClient.phone(i), "ticket", "t" + i));
            }
            pipe.sync();
        }
    }

    private static long calls(String command) {
        String stats = node.ask(jedis -> jedis.info("commandstats"));
        return stats.lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .map(line -> line.replaceFirst("[^:]*:calls=([0-9]+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }
}
