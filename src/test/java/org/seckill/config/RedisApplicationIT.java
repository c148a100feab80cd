package org.seckill.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.server.Server;
import org.seckill.testing.App;
import org.seckill.testing.Crowd;
import org.seckill.testing.Engines;
import org.seckill.testing.RedisCluster;
import org.seckill.testing.RedisNode;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;

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

    private static String redis(Shop shop) {
        return shop.get("/readyz").data().get("redis").asString();
    }
}
