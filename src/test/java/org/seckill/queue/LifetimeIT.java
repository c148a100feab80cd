package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.reconcile.StockFixture;
import org.seckill.reservation.OrderState;
import org.seckill.reservation.RedisBuyers.Amendment;
import org.seckill.reservation.RedisStream.OrderEntry;
import org.seckill.reservation.RedisStream.Settlement;
import org.seckill.testkit.node.ShopClient;

/** The life time of a sale's keys in Redis: 30 days after its end, also if the end is moved. */
class LifetimeIT {
    private static final Duration MONTH = Duration.ofDays(30);

    @Test
    void keysLiveAsLongAsASaleThatIsProlonged() {
        try (StockFixture room = furnished()) {
            StockFixture.SALES.move(room.sale, Duration.ofMinutes(-1), Duration.ofDays(60));
            room.stockReconciler.take(room.sale);
            assertLife(room, MONTH.plusDays(60));
        }
    }

    @Test
    void aKeyThatWasMadeWithoutALifetimeGetsOneAtTheNextLook() {
        try (StockFixture room = furnished()) {
            room.keys.all().forEach(room.redis::persist);
            room.stockReconciler.take(room.sale);
            assertLife(room, MONTH);
        }
    }

    @Test
    void whoLooksOnlyLeavesLifetimesAsTheyAre() {
        try (StockFixture room = furnished()) {
            StockFixture.SALES.move(room.sale, Duration.ofMinutes(-1), Duration.ofDays(60));
            room.stockReconciler.take(room.sale, false);
            assertLife(room, MONTH);
        }
    }

    @Test
    void aSaleThatWasOverLongAgoIsComparedWithoutAlarmAndForgottenAMonthLater() {
        try (StockFixture room = new StockFixture(10)) {
            room.record(ShopClient.phone(1), "one");
            StockFixture.SALES.move(room.sale, Duration.ofDays(-40), Duration.ofDays(-35));
            for (int i = 0; i < 3; i++) {
                assertThat(room.stockReconciler.take(room.sale).orElseThrow().drift())
                        .isEmpty();
                assertThat(room.buyerReconciler.take(room.sale, true)).isEmpty();
            }
            assertThat(room.counted()).isZero();
            assertThat(room.known(ShopClient.phone(1))).isEqualTo("Rone");
            assertThat(room.redis.ttl(room.keys.buyers()))
                    .isBetween(
                            MONTH.minusHours(1).toSeconds(), MONTH.plusHours(1).toSeconds());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void buyersThatAreWrittenAnewGetALifetimeWhateverElseIsThere(boolean epoch) {
        try (StockFixture room = furnished()) {
            room.redis.del(room.keys.buyers());
            if (!epoch) {
                room.redis.del(room.keys.epoch());
            }
            room.queue.buyers().amend(room.sale, List.of(new Amendment(ShopClient.phone(1), "", "Rone")), true);
            assertThat(room.known(ShopClient.phone(1))).isEqualTo("Rone");
            assertThat(room.redis.ttl(room.keys.buyers())).isPositive();
        }
    }

    /** A loaded sale with a value behind each key. */
    private static StockFixture furnished() {
        StockFixture room = StockFixture.loaded(10);
        room.reserve(ShopClient.phone(1), "one");
        room.append("", "");
        room.queue.stream().next(room.sale, "node", 2);
        OrderEntry none = new OrderEntry(
                room.redis
                        .xrevrange(room.keys.orders(), "+", "-", 1)
                        .get(0)
                        .getID()
                        .toString(),
                "",
                "");
        room.queue.stream()
                .settle(room.sale, "node", List.of(new Settlement(none, OrderState.SET_ASIDE, "not an order")));
        room.stockReconciler.take(room.sale);
        assertLife(room, MONTH);
        return room;
    }

    /** Every key lives for the given time, or up to a day longer. */
    private static void assertLife(StockFixture room, Duration life) {
        assertThat(room.keys.all())
                .allSatisfy(key -> assertThat(room.redis.ttl(key))
                        .as(key)
                        .isBetween(
                                life.minusHours(1).toSeconds(), life.plusDays(1).toSeconds()));
    }
}
