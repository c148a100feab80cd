package org.seckill.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.seckill.check.Promise;
import org.seckill.parts.Affliction;
import org.seckill.parts.Desk;
import org.seckill.parts.Outage;
import org.seckill.shoppers.OnSale;
import org.seckill.shoppers.Rush;
import org.seckill.shoppers.Throng;
import org.seckill.testing.Crowd;
import org.seckill.testing.Database;
import org.seckill.testing.Hold;

/** A fixed handful of the runs that {@code bench/campaign} makes hundreds of. */
@Tag("outage")
@Tag("nginx")
@Timeout(300)
class CampaignIT {
    /** Between them a failover of the database, its clock minutes ahead, a killed Redis, and connections that break. */
    private static final long FIRST = 9;

    private static final long LAST = 10;

    private static final long FAILOVER_OF_REDIS = 51;

    /** Two thirds of them make a batch of each node that is larger than a packet. */
    private static final int BUYERS = 200;

    /** Nothing of it befalls the database itself, which the test asks. */
    private static final long WITHOUT_THE_DATABASE = 78;

    private static Campaign campaign;

    @BeforeAll
    static void open() {
        campaign = Campaign.open(List.of(Desk.values()));
    }

    @AfterAll
    static void close() {
        campaign.close();
    }

    @Test
    void aHandfulOfSeedsHoldsAtBothDesks() throws InterruptedException, IOException {
        Tally tally = campaign.run(Options.seeds(FIRST, LAST));

        assertThat(tally.allHeld()).as(tally.record()).isTrue();
    }

    @Test
    void whileAnotherRedisHasThePlaceOfTheFirstNothingIsLost() throws InterruptedException, IOException {
        Report report = campaign.play(campaign.at(Desk.QUEUE), FAILOVER_OF_REDIS);

        assertThat(report.outages()).extracting(Outage::what).contains("failover redis");
        assertThat(report.breaches()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Desk.class)
    void smallPacketsHalveABatchThatHasGathered(Desk desk) {
        House house = campaign.at(desk);
        OnSale sale = house.offer(BUYERS + 1, Duration.ofMinutes(-1));
        Blow blow =
                new Blow(new Fault(Place.DATABASE, Kind.SMALL_PACKETS), 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        Affliction smallPackets = house.strike(blow).affliction();
        Throng throng = new Throng(new Random(1), Duration.ofMillis(1));
        double before = house.metric("seckill_batch_splits_total");

        smallPackets.begins().run();
        try (Rush rush = new Rush(house.nginx().port(), BUYERS)) {
            // Redis is told the stock under a lock of the sale's row.
            throng.sendTo(sale, Duration.ZERO, 1, rush);
            Crowd.until(() -> !house.holdings(sale.id()).rows().isEmpty());
            try (Hold hold = Hold.of(house.database(), sale.id())) {
                throng.sendTo(sale, Duration.ZERO, BUYERS, rush);
                String waiting = "seckill_lane_depth{sale=\"" + sale.id() + "\"}";
                Crowd.until(() -> house.metric(waiting) > BUYERS / 2.0
                        || house.shelf(sale.id())
                                .filter(shelf -> shelf.entries() > BUYERS / 2)
                                .isPresent());
            }
            Crowd.until(() -> house.metric("seckill_batch_splits_total") > before);
            rush.await(Duration.ofMinutes(1));
        } finally {
            smallPackets.ends().run();
        }
        assertThat(house.holdings(sale.id()).rows()).hasSize(BUYERS + 1);
        house.retire(sale);
    }

    @ParameterizedTest
    @CsvSource({"NODE, CLOCK_BEHIND, -90", "DATABASE, CLOCK_AHEAD, 120"})
    void aNodeSaysThatItsClockOrTheDatabasesIsWrong(Place place, Kind kind, int seconds) {
        House house = campaign.at(Desk.PROCEDURE);
        Blow blow = new Blow(new Fault(place, kind), 0, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(seconds));
        Affliction clock = house.strike(blow).affliction();

        clock.begins().run();
        try {
            Crowd.until(() -> house.missing().contains("procedure-1 misses the clock"));
        } finally {
            clock.ends().run();
        }
        Crowd.until(() -> house.missing().isEmpty());
    }

    /** As a person would: by the server that a connection through a node's own address leads to. */
    @Test
    void aFailoverOfTheDatabaseLeavesOpenConnectionsWithTheServerThatWasDemoted() throws SQLException {
        House house = campaign.at(Desk.PROCEDURE);
        Blow blow = new Blow(new Fault(Place.DATABASE, Kind.FAILOVER), 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        Affliction failover = house.strike(blow).affliction();
        Database address = house.databaseOf(0);
        OnSale sale = house.offer(1, Duration.ofHours(1));

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
        Crowd.until(() -> house.missing().isEmpty());
    }

    @Test
    void aPurchaseThatIsLostAndUnitsThatNobodyOfferedAreFound() throws InterruptedException, IOException {
        House house = campaign.at(Desk.PROCEDURE);
        Database database = house.database();
        long last = database.number("SELECT COALESCE(MAX(seckill_id), 0) FROM seckill");
        CompletableFuture<Void> fault = CompletableFuture.runAsync(() -> {
            Crowd.until(() -> database.update("DELETE FROM purchase WHERE seckill_id > ? LIMIT 1", last) > 0);
            Crowd.until(() -> database.update(
                            "UPDATE seckill SET number = number + 5 WHERE seckill_id > ? AND number = offered LIMIT 1",
                            last)
                    > 0);
        });

        Report report = campaign.play(house, WITHOUT_THE_DATABASE);

        assertThat(fault).isCompleted();
        assertThat(report.findings().verdicts().broken())
                .contains(Promise.CONFIRMED_IS_RECORDED, Promise.NEVER_OVERSOLD);
        assertThat(report.findings().verdicts().of(Promise.NEVER_OVERSOLD)).hasSize(2);
        assertThat(report.story()).contains("bench/campaign --seed 78 --desk procedure");
    }
}
