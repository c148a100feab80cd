package org.seckill.tools.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.seckill.order.PurchaseMode;

class CampaignLogEntryTest {
    private static final CampaignLogEntry HELD = new CampaignLogEntry(
            true, 12, PurchaseMode.QUEUE, 3000, 1029, Duration.ofMillis(100), Duration.ofMillis(14_500));

    private static final CampaignLogEntry BROKEN =
            new CampaignLogEntry(false, 7, PurchaseMode.PROCEDURE, 20, 10, Duration.ZERO, Duration.ofSeconds(9));

    @Test
    void aLineIsReadAsItWasWritten() {
        assertThat(CampaignLogEntry.parse(HELD.line())).contains(HELD);
        assertThat(CampaignLogEntry.parse(BROKEN.line())).contains(BROKEN);
    }

    @Test
    void aRunThatFellIsABrokenOne() {
        CampaignLogEntry fallen = CampaignLogEntry.fallen(7, PurchaseMode.QUEUE);
        assertThat(fallen.line()).startsWith("BROKEN");
        assertThat(CampaignLogEntry.parse(fallen.line())).contains(fallen);
    }

    @Test
    void whatElseStandsInALogIsNoRun() {
        assertThat(CampaignLogEntry.parse("        no answer was taken back: broken 7 times"))
                .isEmpty();
        assertThat(CampaignLogEntry.parse("")).isEmpty();
    }

    @Test
    void itSaysWhatBrokeAndHowToRunItAgain() {
        assertThat(HELD.line()).contains("read only database", "trickle node to database 2", "restock sale 3 by 25");
        assertThat(BROKEN.again()).isEqualTo("bench/campaign --seed 7 --desk procedure");
    }
}
