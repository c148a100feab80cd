package org.seckill.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.reconcile.StockFixture.DATABASE;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.seckill.reconcile.Finding.Load;
import org.seckill.reservation.StockSnapshot;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.proxy.TcpProxy;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;

/** Every kind of drift of a sale's stock in Redis, planted and then found. */
class StockReconcilerIT {
    private static final String BUYER = ShopClient.phone(1);
    private static final String OTHER = ShopClient.phone(2);

    @Test
    void aStockTooHighIsBroughtDown() {
        try (StockFixture room = StockFixture.loaded(10)) {
            room.redis.incrBy(room.keys.stock(), 3);
            assertRepaired(room, Drift.STOCK, -3, 10);
        }
    }

    @Test
    void aUnitThatNobodyHoldsIsForSaleAgain() {
        try (StockFixture room = StockFixture.loaded(10)) {
            room.redis.decrBy(room.keys.stock(), 1);
            assertRepaired(room, Drift.STOCK, 1, 10);
        }
    }

    @Test
    void unitsOfThoseWhoWaitAreNotForSale() {
        try (StockFixture room = StockFixture.loaded(10)) {
            room.reserve(BUYER, "one");
            room.reserve(OTHER, "two");
            room.redis.incrBy(room.keys.stock(), 1);
            assertRepaired(room, Drift.STOCK, -1, 8);
        }
    }

    @Test
    void aUnitThatIsRecordedAndNotSettledYetIsCountedOnce() {
        try (StockFixture room = StockFixture.loaded(10)) {
            room.reserve(BUYER, "one");
            room.queue.stream().next(room.sale, "node", 10);
            room.record(BUYER, "one");
            assertNothingToDo(room, 9);
        }
    }

    @Test
    void theUnitOfAnEntryThatWasDeletedFromTheStreamIsForSaleAgain() {
        try (StockFixture room = StockFixture.loaded(10)) {
            StreamEntryID entry = room.reserve(BUYER, "one");
            room.queue.stream().next(room.sale, "node", 10);
            room.redis.xdel(room.keys.orders(), entry);
            assertRepaired(room, Drift.STOCK, 1, 10);
        }
    }

    @Test
    void aStockThatIsGoneIsLoadedAndToldAsLost() {
        try (StockFixture room = StockFixture.loaded(10)) {
            room.reserve(BUYER, "one");
            room.redis.del(room.keys.stock());
            assertRepaired(room, Drift.LOST, 9, 9);
            assertThat(room.loads(Load.LOST)).isOne();
        }
    }

    @Test
    void aStockThatIsNoNumberIsLost() {
        try (StockFixture room = StockFixture.loaded(10)) {
            room.redis.set(room.keys.stock(), "ten");
            assertRepaired(room, Drift.LOST, 10, 10);
        }
    }

    @Test
    void whateverThisNodeHasSeenAndIsGoneWholeIsLost() {
        try (StockFixture room = StockFixture.loaded(10)) {
            room.reserve(BUYER, "one");
            room.record(BUYER, "one");
            room.redis.del(room.keys.all().toArray(String[]::new));
            assertRepaired(room, Drift.LOST, 9, 9);
        }
    }

    @Test
    void aStockOfAnOlderEpochGetsWhatWasAdded() {
        try (StockFixture room = StockFixture.loaded(10)) {
            room.reserve(BUYER, "one");
            DATABASE.rows("CALL restock_seckill(?, 5)", room.sale);
            room.stockReconciler.take(room.sale);
            assertThat(room.left()).isEqualTo(14);
            assertThat(room.redis.hget(room.keys.epoch(), "epoch")).isEqualTo("1");
            assertThat(room.loads(Load.RESTOCKED)).isOne();
            assertThat(room.lines()).anyMatch(line -> line.contains("cause=restocked"));
            assertThat(room.counted()).as("a restock is no drift").isZero();
            assertNothingToDo(room, 14);
        }
    }

    @Test
    void anEntryWithoutABuyerTakesAUnitAndItsBuyerIsRemembered() {
        try (StockFixture room = StockFixture.loaded(10)) {
            StreamEntryID entry = room.append(BUYER, "one");
            assertRepaired(room, Drift.UNANNOUNCED, 1, 9);
            assertThat(room.known(BUYER)).isEqualTo("Wone " + entry);
        }
    }

    @Test
    void aBuyerWhoWasForgottenWaitsAgainWithTheSameUnit() {
        try (StockFixture room = StockFixture.loaded(10)) {
            StreamEntryID entry = room.reserve(BUYER, "one");
            room.redis.hdel(room.keys.buyers(), BUYER);
            assertRepaired(room, Drift.UNANNOUNCED, 1, 9);
            assertThat(room.known(BUYER)).isEqualTo("Wone " + entry);
        }
    }

    @Test
    void whatIsNoOrderHoldsNoUnit() {
        try (StockFixture room = StockFixture.loaded(10)) {
            room.append("", "");
            room.append("not a phone", "one");
            assertNothingToDo(room, 10);
        }
    }

    @Test
    void whoLooksOnlyChangesNothing() {
        try (StockFixture room = StockFixture.loaded(10)) {
            room.redis.incrBy(room.keys.stock(), 3);
            room.append(BUYER, "one");
            Finding found = room.stockReconciler.take(room.sale, false).orElseThrow();
            assertThat(found.drift()).containsEntry(Drift.STOCK, -4L).containsEntry(Drift.UNANNOUNCED, 1L);
            assertThat(room.left()).isEqualTo(13);
            assertThat(room.known(BUYER)).isEmpty();
            assertThat(room.counted()).isZero();
        }
    }

    @Test
    void behindALongStreamNothingIsCalledWrongAndARestockIsLoaded() {
        try (StockFixture room = StockFixture.loaded(5000)) {
            for (int i = 0; i < 1200; i++) {
                room.reserve(ShopClient.phone(i), "t" + i);
            }
            assertNothingToDo(room, 3800);
            DATABASE.rows("CALL restock_seckill(?, 5)", room.sale);
            room.stockReconciler.take(room.sale);
            assertThat(room.left()).isEqualTo(3805);
            room.queue.stream().next(room.sale, "node", 1100);
            room.redis.incr(room.keys.stock());
            room.stockReconciler.take(room.sale);
            assertThat(room.left()).as("not whole yet").isEqualTo(3806);
            room.queue.stream().next(room.sale, "node", 1100);
            assertRepaired(room, Drift.STOCK, -1, 3805);
        }
    }

    @Test
    void whatManyNodesHaveInHandIsSeenWholePageByPage() {
        try (StockFixture room = StockFixture.loaded(5000)) {
            for (int i = 0; i < 2500; i++) {
                room.reserve(ShopClient.phone(i), "t" + i);
            }
            room.queue.stream().next(room.sale, "node", 1200);
            room.queue.stream().next(room.sale, "another", 1300);
            room.record(ShopClient.phone(3), "t3");
            room.record(ShopClient.phone(2400), "t2400");
            assertNothingToDo(room, 2500);
            room.redis.incr(room.keys.stock());
            assertRepaired(room, Drift.STOCK, -1, 2500);
        }
    }

    @Test
    void aThousandAtATimeOfThoseWhomNobodyRemembersWaitAgain() {
        try (StockFixture room = StockFixture.loaded(5000)) {
            for (int i = 0; i < 1500; i++) {
                room.append(ShopClient.phone(i), "t" + i);
            }
            room.queue.stream().next(room.sale, "node", 1500);
            Finding found = room.stockReconciler.take(room.sale).orElseThrow();
            assertThat(found.drift()).containsEntry(Drift.UNANNOUNCED, 1000L);
            assertThat(room.left()).isEqualTo(3500);
            assertThat(room.known(ShopClient.phone(999))).startsWith("Wt999 ");
            assertThat(room.known(ShopClient.phone(1000))).isEmpty();
            room.stockReconciler.take(room.sale);
            assertThat(room.known(ShopClient.phone(1499))).startsWith("Wt1499 ");
            assertNothingToDo(room, 3500);
        }
    }

    @Test
    void aNodeThatStoodStillBetweenTheLooksDoesNothingAndLetsTheSaleGoOn() {
        try (TcpProxy proxy = new TcpProxy(redisPort());
                StockFixture slow = new StockFixture(10, patient(proxy.port()));
                RedisClient redis = RedisClient.create(TestEngines.redisUrl())) {
            slow.stockReconciler.take(slow.sale);
            redis.incrBy(slow.keys.stock(), 3);
            proxy.freeze();
            CompletableFuture<Void> late = CompletableFuture.runAsync(() -> slow.stockReconciler.take(slow.sale));
            await().until(() -> isLocked(slow.sale));
            // Waits until the session of the slow node has ended.
            await().until(() -> !isLocked(slow.sale));
            slow.record(BUYER, "one");
            redis.decrBy(slow.keys.stock(), 4);
            proxy.heal();
            assertThat(late)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .withCauseInstanceOf(StockNotLoaded.class);
            assertThat(redis.get(slow.keys.stock())).isEqualTo("9");
            assertThat(slow.counted()).isZero();
        }
    }

    @Test
    void aCorrectionThatComesAfterAnotherIsNone() {
        try (StockFixture room = StockFixture.loaded(10)) {
            room.redis.incrBy(room.keys.stock(), 3);
            StockSnapshot seen = room.queue.stocks().snapshot(room.sale);
            room.stockReconciler.take(room.sale);
            boolean done = room.queue
                    .stocks()
                    .correct(room.sale, seen, "late", 0, -3, Instant.now().plusSeconds(60), false, List.of());
            assertThat(done).isFalse();
            assertThat(room.left()).isEqualTo(10);
        }
    }

    @Test
    void aCorrectionWhoseAnswerWasLostIsMadeOnce() {
        try (StockFixture room = StockFixture.loaded(10)) {
            StockSnapshot seen = room.queue.stocks().snapshot(room.sale);
            for (int i = 0; i < 2; i++) {
                assertThat(room.queue
                                .stocks()
                                .correct(
                                        room.sale,
                                        seen,
                                        "next",
                                        0,
                                        2,
                                        Instant.now().plusSeconds(60),
                                        false,
                                        List.of()))
                        .isTrue();
            }
            assertThat(room.left()).isEqualTo(12);
        }
    }

    /** The state after restoring a backup from before a restock. */
    @Test
    void aDatabaseOfAnOlderEpochIsToldOfAndItsStockIsLoaded() {
        try (StockFixture room = StockFixture.loaded(10)) {
            room.redis.hset(room.keys.epoch(), "epoch", "3");
            assertThat(room.stockReconciler.take(room.sale, false).orElseThrow().drift())
                    .isEqualTo(Map.of(Drift.EPOCH, 1L));
            assertRepaired(room, Drift.EPOCH, 1, 10);
            assertThat(room.loads(Load.OUTDATED)).isOne();
        }
    }

    private static void assertRepaired(StockFixture room, Drift kind, long size, long left) {
        Finding found = room.stockReconciler.take(room.sale).orElseThrow();
        assertThat(found.drift()).containsEntry(kind, size);
        assertThat(room.left()).isEqualTo(left);
        assertThat(room.counted(kind)).isEqualTo((double) Math.abs(size));
        assertThat(room.lines()).anyMatch(line -> line.contains("kind=" + kind + " size=" + size));
        double counted = room.counted();
        assertNothingToDo(room, left);
        assertThat(room.counted()).as("counted once").isEqualTo(counted);
    }

    private static void assertNothingToDo(StockFixture room, long left) {
        Finding found = room.stockReconciler.take(room.sale).orElseThrow();
        assertThat(found.isNothing()).as(found.toString()).isTrue();
        assertThat(room.left()).isEqualTo(left);
    }

    private static boolean isLocked(long sale) {
        return DATABASE.number(
                        "SELECT COUNT(*) FROM (SELECT seckill_id FROM seckill WHERE seckill_id = ? FOR UPDATE SKIP LOCKED) f",
                        sale)
                == 0;
    }

    private static int redisPort() {
        return Integer.parseInt(TestEngines.redisUrl().replaceFirst(".*:([0-9]+).*", "$1"));
    }

    /** A node that waits for Redis for as long as a machine stands still. */
    private static RedisClient patient(int port) {
        return RedisClient.builder()
                .hostAndPort("localhost", port)
                .clientConfig(DefaultJedisClientConfig.builder()
                        .socketTimeoutMillis(60_000)
                        .build())
                .build();
    }
}
