package org.seckill.tools.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.node.PurchaseMode;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.tools.check.Promise;

/** A fixed handful of the runs that {@code bench/campaign} makes hundreds of. */
@Tag("outage")
@Tag("nginx")
@Timeout(300)
class CampaignIT {
    /** Between them a read-only database, a full disk of Redis, connections that are held up and freeze, a killed node. */
    private static final long FIRST = 70;

    private static final long LAST = 71;

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
    void aHandfulOfSeedsHoldsAtBothDesks() throws InterruptedException, IOException {
        CampaignTally tally = campaign.run(CampaignOptions.seeds(FIRST, LAST));

        assertThat(tally.allHeld()).as(tally.record()).isTrue();
    }

    @Test
    void aPurchaseThatIsLostAndUnitsThatNobodyOfferedAreFound() throws InterruptedException, IOException {
        CampaignShop house = campaign.at(PurchaseMode.PROCEDURE);
        Database database = house.database();
        long last = database.number("SELECT COALESCE(MAX(seckill_id), 0) FROM seckill");
        CompletableFuture<Void> fault = CompletableFuture.runAsync(() -> {
            ConcurrentRun.until(() -> database.update("DELETE FROM purchase WHERE seckill_id > ? LIMIT 1", last) > 0);
            ConcurrentRun.until(() -> database.update(
                            "UPDATE seckill SET number = number + 5 WHERE seckill_id > ? AND number = offered LIMIT 1",
                            last)
                    > 0);
        });

        RunReport report = campaign.play(house, WITHOUT_THE_DATABASE);

        assertThat(fault).isCompleted();
        assertThat(report.findings().verdicts().broken())
                .contains(Promise.CONFIRMED_IS_RECORDED, Promise.NEVER_OVERSOLD);
        assertThat(report.findings().verdicts().of(Promise.NEVER_OVERSOLD)).hasSize(2);
        assertThat(report.story()).contains("bench/campaign --seed 78 --desk procedure");
    }
}
