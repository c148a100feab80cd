package org.seckill.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.reconcile.StockFixture.DATABASE;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.reservation.RedisBuyers.Amendment;
import org.seckill.testkit.node.ShopClient;
import redis.clients.jedis.StreamEntryID;

/** Every kind of drift of a buyer and of the ledger, planted and then found. */
@Tag("database")
class BuyerReconcilerIT {
    private static final String BUYER = ShopClient.phone(1);

    @Test
    void whoHoldsAPurchaseIsKnownTo() {
        try (StockFixture room = known()) {
            room.record(BUYER, "one");
            assertRepaired(room, Drift.UNKNOWN_HOLDER, "Rone");
        }
    }

    @Test
    void whoWasRefusedAndHoldsAPurchaseAllTheSameIsKnownTo() {
        try (StockFixture room = known()) {
            room.record(BUYER, "one");
            room.redis.hset(room.keys.buyers(), BUYER, "Sone 0");
            assertRepaired(room, Drift.UNKNOWN_HOLDER, "Rone");
        }
    }

    @Test
    void whoWaitsWithoutAnEntryAndHoldsAPurchaseIsKnownTo() {
        try (StockFixture room = known()) {
            StreamEntryID entry = room.reserve(BUYER, "two");
            room.redis.xdel(room.keys.orders(), entry);
            room.record(BUYER, "one");
            assertRepaired(room, Drift.UNKNOWN_HOLDER, "Rone");
        }
    }

    /** The database may be an older backup: a node logs the buyers without a purchase once per change of their number. */
    @Test
    void buyersWhoWereToldThatTheyBoughtAreNotForgottenByANode() {
        try (StockFixture room = known()) {
            room.redis.hset(room.keys.buyers(), BUYER, "Rone");
            for (int i = 0; i < 3; i++) {
                assertThat(room.buyerReconciler.take(room.sale, true)).isEqualTo(Map.of(Drift.NO_PURCHASE, 1L));
            }
            room.redis.hset(room.keys.buyers(), ShopClient.phone(2), "Rtwo");
            assertThat(room.buyerReconciler.take(room.sale, true)).isEqualTo(Map.of(Drift.NO_PURCHASE, 2L));
            assertThat(room.known(BUYER)).isEqualTo("Rone");
            assertThat(room.counted(Drift.NO_PURCHASE)).isEqualTo(2);
            assertThat(room.lines())
                    .filteredOn(line -> line.contains("kind=no_purchase"))
                    .hasSize(2)
                    .noneMatch(line -> line.contains(BUYER));
            assertThat(room.buyerReconciler.withoutPurchase(room.sale))
                    .isEqualTo(Map.of(BUYER, "Rone", ShopClient.phone(2), "Rtwo"));
        }
    }

    @Test
    void buyersWithoutAPurchaseAreForgottenWhenAnOperatorSaysSo() {
        try (StockFixture room = known()) {
            room.redis.hset(room.keys.buyers(), BUYER, "Rone");
            assertThat(room.buyerReconciler.take(room.sale, true, true)).isEqualTo(Map.of(Drift.NO_PURCHASE, 1L));
            assertThat(room.known(BUYER)).isEmpty();
            assertThat(room.buyerReconciler.take(room.sale, true, true)).isEmpty();
        }
    }

    @Test
    void whoWaitsWithoutAnEntryHearsThatNothingIsRecorded() {
        try (StockFixture room = known()) {
            StreamEntryID entry = room.reserve(BUYER, "one");
            room.queue.stream().next(room.sale, "node", 10);
            room.redis.xdel(room.keys.orders(), entry);
            assertRepaired(room, Drift.STRANDED, "Bone");
        }
    }

    @Test
    void whoWaitsWithAnEntryIsLeftAloneRecordedOrNot() {
        try (StockFixture room = known()) {
            room.reserve(BUYER, "one");
            room.reserve(ShopClient.phone(2), "two");
            room.record(ShopClient.phone(2), "two");
            assertThat(room.buyerReconciler.take(room.sale, true)).isEmpty();
            assertThat(room.counted()).isZero();
        }
    }

    @Test
    void whoLooksOnlyChangesNothing() {
        try (StockFixture room = known()) {
            room.redis.hset(room.keys.buyers(), BUYER, "Rone");
            assertThat(room.buyerReconciler.take(room.sale, false)).isEqualTo(Map.of(Drift.NO_PURCHASE, 1L));
            assertThat(room.known(BUYER)).isEqualTo("Rone");
            assertThat(room.counted()).isZero();
        }
    }

    @Test
    void whatWasFoundByANodeThatStoodStillIsNotPutRightOnceItIsAnother() {
        try (StockFixture room = known()) {
            room.reserve(BUYER, "two");
            Amendment late = new Amendment(BUYER, "Wone 1-1", "Bone");
            assertThat(room.queue.buyers().amend(room.sale, List.of(late), true))
                    .isZero();
            assertThat(room.known(BUYER)).startsWith("Wtwo");
        }
    }

    @Test
    void thoseWhoBoughtBeforeTheStockWasLoadedAreNoDrift() {
        try (StockFixture room = new StockFixture(10)) {
            room.record(BUYER, "one");
            room.stockReconciler.take(room.sale);
            assertThat(room.buyerReconciler.take(room.sale, true)).isEmpty();
            assertThat(room.known(BUYER)).isEqualTo("Rone");
            assertThat(room.counted()).isZero();
            room.redis.hdel(room.keys.buyers(), BUYER);
            assertThat(room.buyerReconciler.take(room.sale, true)).as("once").containsKey(Drift.UNKNOWN_HOLDER);
        }
    }

    @Test
    void manyPagesOfBuyersAreAllLookedAt() {
        try (StockFixture room = known()) {
            for (int i = 0; i < 2500; i++) {
                room.redis.hset(room.keys.buyers(), ShopClient.phone(i), "Rt" + i);
            }
            assertThat(room.buyerReconciler.withoutPurchase(room.sale)).hasSize(2500);
            assertThat(room.buyerReconciler.take(room.sale, true)).isEqualTo(Map.of(Drift.NO_PURCHASE, 2500L));
        }
    }

    @Test
    void aLedgerThatDoesNotBalanceIsLoggedOncePerChange() {
        try (StockFixture room = known()) {
            room.record(BUYER, "one");
            room.ledgerCheck.check(room.sale);
            assertThat(room.counted(Drift.LEDGER)).isZero();
            DATABASE.update("UPDATE seckill SET number = number - 2 WHERE seckill_id = ?", room.sale);
            room.ledgerCheck.check(room.sale);
            room.ledgerCheck.check(room.sale);
            assertThat(room.counted(Drift.LEDGER)).isEqualTo(2);
            assertThat(room.lines())
                    .filteredOn(line -> line.contains("kind=ledger size=-2"))
                    .hasSize(1);
            DATABASE.update("DELETE FROM purchase WHERE seckill_id = ?", room.sale);
            room.ledgerCheck.check(room.sale);
            assertThat(room.counted(Drift.LEDGER)).isEqualTo(3);
            DATABASE.update("UPDATE seckill SET number = number + 3 WHERE seckill_id = ?", room.sale);
            room.ledgerCheck.check(room.sale);
            room.ledgerCheck.check(room.sale);
            assertThat(room.counted(Drift.LEDGER)).isEqualTo(3);
            assertThat(room.lines())
                    .filteredOn(line -> line.contains("balances again"))
                    .hasSize(1);
        }
    }

    @Test
    void theLedgerBalancesThroughVoidPurchasesAndRestocks() {
        try (StockFixture room = known()) {
            room.record(BUYER, "one");
            DATABASE.update("UPDATE purchase SET state = -1 WHERE seckill_id = ?", room.sale);
            room.ledgerCheck.check(room.sale);
            DATABASE.rows("CALL restock_seckill(?, 1)", room.sale);
            room.ledgerCheck.check(room.sale);
            assertThat(room.counted(Drift.LEDGER)).isZero();
        }
    }

    /** A loaded sale whose buyers have been reconciled once. */
    private static StockFixture known() {
        StockFixture room = StockFixture.loaded(10);
        room.buyerReconciler.take(room.sale, true);
        return room;
    }

    private static void assertRepaired(StockFixture room, Drift kind, String known) {
        assertThat(room.buyerReconciler.take(room.sale, true)).isEqualTo(Map.of(kind, 1L));
        assertThat(room.known(BUYER)).isEqualTo(known);
        assertThat(room.counted(kind)).isOne();
        assertThat(room.lines()).anyMatch(line -> line.contains("kind=" + kind + " size=1"));
        assertThat(room.buyerReconciler.take(room.sale, true)).as("again").isEmpty();
        assertThat(room.counted()).as("counted once").isOne();
    }
}
