package org.seckill.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.RedisCluster;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;

/** A whole node and its Redis Cluster. */
@Tag("outage")
@Timeout(300)
class RedisApplicationIT {

    @Test
    void aNodeStartsAndSellsWhileItsClusterIsAwayAndFindsItLater() {
        try (RedisCluster cluster = RedisCluster.start(TestEngines.freshFolder())) {
            cluster.nodes().forEach(RedisNode::kill);
            try (TestShop node = TestShop.start(Map.of("SECKILL_REDIS_URL", cluster.url()))) {
                ShopClient shop = node.client();
                assertThat(redis(shop)).isEqualTo("down");
                long sale = new TestSales(TestEngines.database()).open(1);
                assertThat(shop.loggedIn(ShopClient.phone(1)).buy(sale).state()).isEqualTo(1);

                cluster.nodes().forEach(RedisNode::start);
                await().until(() -> redis(shop).equals("up"));

                RedisNode dead = cluster.masterOf(sale);
                dead.kill();
                assertThat(redis(shop)).isEqualTo("down");
                assertThat(shop.loggedIn(ShopClient.phone(2)).buy(sale).state()).isZero();
            }
        }
    }

    /** It sells on without Redis by the procedure, and sells nothing in the queue. */
    @ParameterizedTest
    @EnumSource(PurchaseMode.class)
    void withoutRedisANodeIsReadyOnlyWhereItSellsWithoutIt(PurchaseMode mode) {
        try (RedisNode redis = RedisNode.start(TestEngines.freshFolder());
                TestShop node = TestShop.start(mode, Map.of("SECKILL_REDIS_URL", redis.url()))) {
            ShopClient shop = node.client();
            assertThat(shop.get("/readyz").status()).isEqualTo(200);

            redis.kill();
            Answer without = shop.get("/readyz");
            assertThat(without.data().get("redis").asString()).isEqualTo("down");
            assertThat(without.status()).isEqualTo(mode == PurchaseMode.QUEUE ? 503 : 200);

            redis.start();
            await().until(() -> redis(shop).equals("up"));
            assertThat(shop.get("/readyz").status()).isEqualTo(200);
        }
    }

    private static String redis(ShopClient shop) {
        return shop.get("/readyz").data().get("redis").asString();
    }
}
