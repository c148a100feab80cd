package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.reservation.SaleInRedis.order;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.seckill.order.Order;
import org.seckill.redis.RedisOutcomeUnknown;
import org.seckill.reservation.SaleInRedis;
import org.seckill.reservation.TestKeys;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.run.TestFolders;
import redis.clients.jedis.RedisClient;

/** Reservations that a replica must acknowledge before the buyers are answered. */
class ReplicasIT {
    private RedisNode master;
    private RedisNode replica;
    private RedisClient redis;

    @BeforeEach
    void start() {
        master = RedisNode.start(TestFolders.anew("redis", "master"));
        replica = RedisNode.replicaOf(master, TestFolders.anew("redis", "replica"));
        redis = RedisClient.create(master.url());
    }

    @AfterEach
    void stop() {
        redis.close();
        replica.close();
        master.close();
    }

    @Test
    void whoIsToldToWaitIsKnownToTheReplica() {
        SaleInRedis sale = new SaleInRedis(redis, 1, 100);
        for (int i = 0; i < 50; i++) {
            List<String> words = reserved(sale, order(i, "t" + i));
            String phone = order(i, "any").buyer().digits();
            String replicated = replica.ask(jedis -> jedis.hget(sale.keys.buyers(), phone));
            assertThat(replicated).isEqualTo(words.get(0));
        }
    }

    @Test
    void whileAReplicaIsSilentNobodyKnowsAndAfterwardsTheSameTicketsAreConfirmed() {
        SaleInRedis sale = new SaleInRedis(redis, 1, 5);
        reserved(sale, order(1, "a"));
        replica.pause();
        assertThatThrownBy(() -> sale.reserve(order(2, "b"))).isInstanceOf(RedisOutcomeUnknown.class);
        // A repeated call on a fresh connection, with this ticket or another one, is not acknowledged either.
        for (String ticket : List.of("b", "another")) {
            try (RedisClient fresh = RedisClient.create(master.url())) {
                TestKeys queue = TestKeys.of(fresh, SaleInRedis.limits(1));
                assertThatThrownBy(() -> queue.reservations()
                                .reserve(sale.id, 3, 100, true, SaleInRedis.timed(order(2, ticket))))
                        .isInstanceOf(RedisOutcomeUnknown.class);
            }
        }
        assertThat(SaleInRedis.texts(
                        sale.queue.reservations().reserve(sale.id, 3, 100, false, SaleInRedis.timed(order(9, "z")))))
                .as("a refusal needs no replica")
                .containsExactly("C");
        replica.wake();
        assertThat(reserved(sale, order(2, "b")).get(0)).startsWith("Wb ");
        assertThat(sale.stock()).isEqualTo("3");
        assertThat(sale.waiting()).isEqualTo(2);
    }

    /** The call is repeated if the replica is late; the order is reserved once. */
    private static List<String> reserved(SaleInRedis sale, Order order) {
        return await().until(
                        () -> {
                            try {
                                return sale.reserve(order);
                            } catch (RedisOutcomeUnknown e) {
                                return List.of();
                            }
                        },
                        words -> !words.isEmpty());
    }
}
