package org.seckill.tools.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.load.BuyerLoad;
import org.seckill.testkit.load.BuyerPlan;
import org.seckill.testkit.load.TrialSale;
import org.seckill.testkit.run.Fault;
import org.seckill.tools.check.Promise;

/** A short form of {@code bench/campaign}: one seed at both desks, and checks of the faults themselves. */
@Tag("outage")
@Tag("nginx")
@Timeout(300)
class CampaignIT {
    /** At the desk queue with a failover of Redis. */
    private static final long SEED = 51;

    /** Two thirds of them make a batch of each node that is larger than a packet. */
    private static final int BUYERS = 200;

    /** Nothing of it befalls the database itself, which the test asks. */
    private static final long WITHOUT_THE_DATABASE = 78;

    private static Campaign campaign;

    @BeforeAll
    static void open() {
        campaign = Campaign.open(List.of(PurchaseMode.values()));
    }

    @AfterAll
    static void close() {
        campaign.close();
    }

    @Test
    void noPromiseBreaksAtEitherDeskWhileRedisAndOtherPartsFail() throws InterruptedException, IOException {
        CampaignTally tally = campaign.run(CampaignOptions.seeds(SEED, SEED));

        assertThat(tally.allHeld()).as(tally.record()).isTrue();
        assertThat(CampaignOptions.LOG)
                .content()
                .contains("held    seed 51 procedure", "held    seed 51 queue", "failover");
    }

    @ParameterizedTest
    @EnumSource(PurchaseMode.class)
    void smallPacketsHalveABatchThatHasGathered(PurchaseMode desk) {
        CampaignShop house = campaign.at(desk);
        TrialSale sale = house.offer(BUYERS + 1, Duration.ofMinutes(-1));
        InjectedFault blow = new InjectedFault(
                new CampaignFault(FaultTarget.DATABASE, FaultKind.SMALL_PACKETS),
                0,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
        Fault smallPackets = house.strike(blow).fault();
        BuyerPlan throng = new BuyerPlan(new Random(1), Duration.ofMillis(1));
        double before = house.metric("seckill_batch_splits_total");

        smallPackets.begins().run();
        try (BuyerLoad rush = new BuyerLoad(house.nginx().port(), BUYERS)) {
            // Redis is told the stock under a lock of the sale's row.
            throng.sendTo(sale, Duration.ZERO, 1, rush);
            await().until(() -> !house.holdings(sale.id()).rows().isEmpty());
            try (RowLock hold = RowLock.of(house.database(), sale.id())) {
                throng.sendTo(sale, Duration.ZERO, BUYERS, rush);
                String waiting = "seckill_lane_depth{sale=\"" + sale.id() + "\"}";
                await().until(() -> house.metric(waiting) > BUYERS / 2.0
                        || house.shelf(sale.id())
                                .filter(shelf -> shelf.entries() > BUYERS / 2)
                                .isPresent());
            }
            await().until(() -> house.metric("seckill_batch_splits_total") > before);
            rush.await(Duration.ofMinutes(1));
        } finally {
            smallPackets.ends().run();
        }
        assertThat(house.holdings(sale.id()).rows()).hasSize(BUYERS + 1);
        house.retire(sale);
    }

    @ParameterizedTest
    @CsvSource({"NODE, CLOCK_BEHIND, -90", "DATABASE, CLOCK_AHEAD, 120"})
    void aNodeSaysThatItsClockOrTheDatabasesIsWrong(FaultTarget place, FaultKind kind, int seconds) {
        CampaignShop house = campaign.at(PurchaseMode.PROCEDURE);
        InjectedFault blow = new InjectedFault(
                new CampaignFault(place, kind), 0, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(seconds));
        Fault clock = house.strike(blow).fault();

        clock.begins().run();
        try {
            await().until(() -> house.missing().contains("procedure-1 misses the clock"));
        } finally {
            clock.ends().run();
        }
        await().until(() -> house.missing().isEmpty());
    }

    /** As a person would: by the server that a connection through a node's own address leads to. */
    @Test
    void aFailoverOfTheDatabaseLeavesOpenConnectionsWithTheServerThatWasDemoted() throws SQLException {
        CampaignShop house = campaign.at(PurchaseMode.PROCEDURE);
        InjectedFault blow = new InjectedFault(
                new CampaignFault(FaultTarget.DATABASE, FaultKind.FAILOVER),
                0,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
        Fault failover = house.strike(blow).fault();
        Database address = house.databaseOf(0);
        TrialSale sale = house.offer(1, Duration.ofHours(1));

        try (Connection open = address.connect();
                PreparedStatement write =
                        open.prepareStatement("UPDATE seckill SET name = 'another' WHERE seckill_id = " + sale.id())) {
            failover.begins().run();
            try {
                assertThatThrownBy(write::executeUpdate).hasMessageContaining("read-only");
                assertThat(address.update("UPDATE seckill SET name = 'moved' WHERE seckill_id = ?", sale.id()))
                        .isEqualTo(1);
            } finally {
                failover.ends().run();
            }
        }
        assertThat(house.database().rows("SELECT name FROM seckill WHERE seckill_id = ?", sale.id()))
                .containsExactly(List.of("moved"));
        house.retire(sale);
        await().until(() -> house.missing().isEmpty());
    }

    @Test
    void aPurchaseThatIsLostAndUnitsThatNobodyOfferedAreFound() throws InterruptedException, IOException {
        CampaignShop house = campaign.at(PurchaseMode.PROCEDURE);
        Database database = house.database();
        long last = database.number("SELECT COALESCE(MAX(seckill_id), 0) FROM seckill");
        CompletableFuture<Void> fault = CompletableFuture.runAsync(() -> {
            await().until(() -> database.update("DELETE FROM purchase WHERE seckill_id > ? LIMIT 1", last) > 0);
            await().until(() -> database.update(
                            "UPDATE seckill SET number = number + 5 WHERE seckill_id > ? AND number = offered LIMIT 1",
                            last)
                    > 0);
        });

        RunReport report = campaign.play(house, WITHOUT_THE_DATABASE);

        assertThat(fault).isCompleted();
        assertThat(report.findings().violations().broken())
                .contains(Promise.CONFIRMED_IS_RECORDED, Promise.NEVER_OVERSOLD);
        assertThat(report.findings().violations().of(Promise.NEVER_OVERSOLD)).hasSize(2);
        assertThat(report.story()).contains("bench/campaign --seed 78 --desk procedure");
    }
}
