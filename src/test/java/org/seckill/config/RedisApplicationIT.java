package org.seckill.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.server.Server;
import org.seckill.testing.App;
import org.seckill.testing.Crowd;
import org.seckill.testing.Engines;
import org.seckill.testing.RedisCluster;
import org.seckill.testing.RedisNode;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;
import org.seckill.testing.Shop.Answer;
import org.seckill.testing.Way;

/** A whole node and its Redis Cluster. */
@Tag("outage")
@Timeout(300)
class RedisApplicationIT {

    @Test
    void aNodeStartsAndSellsWhileItsClusterIsAwayAndFindsItLater() {
        try (RedisCluster cluster = RedisCluster.start(Engines.freshFolder())) {
            cluster.nodes().forEach(RedisNode::kill);
            try (Server node = App.start(Map.of("SECKILL_REDIS_URL", cluster.url()))) {
                Shop shop = new Shop(node.port());
                assertThat(redis(shop)).isEqualTo("down");
                long sale = new Sales(Engines.database()).open(1);
                assertThat(shop.loggedIn(Shop.phone(1)).buy(sale).state()).isEqualTo(1);

                cluster.nodes().forEach(RedisNode::restart);
                Crowd.until(() -> redis(shop).equals("up"));

                RedisNode dead = cluster.masterOf(sale);
                dead.kill();
                assertThat(redis(shop)).isEqualTo("down");
                assertThat(shop.loggedIn(Shop.phone(2)).buy(sale).state()).isZero();
            }
        }
    }

    /** It sells on without Redis by the procedure, and sells nothing in the queue. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void withoutRedisANodeIsReadyOnlyWhereItSellsWithoutIt(Way way) {
        try (RedisNode redis = RedisNode.start(Engines.freshFolder());
                Server node = way.start(Map.of("SECKILL_REDIS_URL", redis.url()))) {
            Shop shop = new Shop(node.port());
            assertThat(shop.get("/readyz").status()).isEqualTo(200);

            redis.kill();
            Answer without = shop.get("/readyz");
            assertThat(without.data().get("redis").asString()).isEqualTo("down");
            assertThat(without.status()).isEqualTo(way == Way.QUEUE ? 503 : 200);

            redis.restart();
            Crowd.until(() -> redis(shop).equals("up"));
            assertThat(shop.get("/readyz").status()).isEqualTo(200);
        }
    }

    private static String redis(Shop shop) {
        return shop.get("/readyz").data().get("redis").asString();
    }
}
