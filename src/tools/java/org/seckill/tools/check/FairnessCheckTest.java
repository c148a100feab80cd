package org.seckill.tools.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.seckill.sale.Window;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerAnswer.Asked;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.testkit.run.CpuTime;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RecordedPurchases.Row;

/** Of a sale that opens at 0. */
class FairnessCheckTest {
    private static final long SALE = 1000;

    private final List<Row> rows = new ArrayList<>();
    private final List<BuyerJournal> journals = new ArrayList<>();

    @Test
    void inOrderEverybodyWhoGotAUnitPressedFirst() {
        bought("a", 0, 100);
        bought("b", 1, 100);
        refused("c", 2, 100);
        refused("d", 3, 100);
        assertThat(fairness()).isEqualTo(new FairnessCheck(2, 2, 0, 0, "", 1.0));
    }

    @Test
    void whoWasRefusedBeforeAnotherPressedWasOvertaken() {
        refused("a", 0, 10);
        refused("b", 5, 10);
        bought("c", 12, 10);
        bought("d", 17, 10);
        FairnessCheck found = fairness();
        assertThat(found.overtaken()).isEqualTo(2);
        assertThat(found.inversions()).isEqualTo(3);
        assertThat(found.chance()).isZero();
        assertThat(found.example()).startsWith("a (1970-01-01T00:00:00Z to ").contains(" before d (");
    }

    @Test
    void whatWasOnItsWayTogetherIsNotToldApart() {
        refused("a", 0, 10);
        // A log leaves out up to a millisecond of the start and up to one of the time that the answer took.
        bought("b", 11, 10);
        assertThat(fairness().overtaken()).isZero();
        bought("c", 12, 10);
        assertThat(fairness().overtaken()).isEqualTo(1);
    }

    @Test
    void ofThoseWhoPressedAtTheSameMomentEachWasFirstHalfOfTheTime() {
        bought("a", 5, 10);
        refused("b", 5, 10);
        assertThat(fairness().chance()).isEqualTo(0.5);
        refused("c", 9, 10);
        assertThat(fairness().chance()).isEqualTo(0.75);
    }

    @Test
    void atTheQueuesDeskThePressThatIsToldToWaitGotTheUnit() {
        hear("a", said(0, 1, AnswerKind.QUEUED, "ticket-a"), said(50, 1, AnswerKind.REPEAT, "ticket-a"));
        rows.add(new Row("a", "ticket-a"));
        refused("b", 10, 5);
        assertThat(fairness()).isEqualTo(new FairnessCheck(1, 1, 0, 0, "", 1.0));
    }

    @Test
    void anUnansweredPressMayBeTheOneThatGotTheUnit() {
        hear("a", said(0, 100, AnswerKind.NOTHING, ""), said(200, 1, AnswerKind.QUEUED, "ticket-a"));
        rows.add(new Row("a", "ticket-a"));
        refused("b", 10, 5);
        assertThat(fairness().overtaken()).isZero();
    }

    @Test
    void whoIsRefusedAndBuysLaterOvertakesHimself() {
        hear("a", said(0, 1, AnswerKind.OVER, ""), said(50, 1, AnswerKind.BOUGHT, "ticket-a"));
        rows.add(new Row("a", "ticket-a"));
        assertThat(fairness().overtaken()).isEqualTo(1);
    }

    @Test
    void whoComesBeforeTheOpeningIsNotRefused() {
        refused("a", -20, 10);
        bought("b", 0, 10);
        assertThat(fairness().refused()).isZero();
        ClockOffset unsure = new ClockOffset(Duration.ofMillis(-30), Duration.ofMillis(30));
        refused("c", 10, 10);
        bought("d", 40, 10);
        assertThat(fairness().overtaken()).isEqualTo(1);
        assertThat(FairnessCheck.of(holdings(), journals, unsure).overtaken()).isZero();
    }

    @Test
    void whoIsToldToTryAgainIsNotRefused() {
        hear("a", said(0, 1, AnswerKind.BUSY, ""));
        bought("b", 10, 1);
        assertThat(fairness()).isEqualTo(new FairnessCheck(1, 0, 0, 0, "", Double.NaN));
    }

    @Test
    void aLotteryIsAHalf() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            if (i % 2 == 0) {
                bought("w" + i, random.nextInt(10_000), 20_000);
            } else {
                refused("l" + i, random.nextInt(10_000), 20_000);
            }
        }
        assertThat(fairness().chance()).isCloseTo(0.5, within(0.03));
        assertThat(fairness().overtaken()).isZero();
    }

    @Test
    void aHundredThousandBuyersAreNotComparedOneByOne() {
        for (int i = 0; i < 50_000; i++) {
            refused("l" + i, i, 1);
            bought("w" + i, 100_000 + i, 1);
        }
        assertThat(CpuTime.of(() -> assertThat(fairness().inversions()).isEqualTo(50_000L * 50_000L)))
                .isLessThan(Duration.ofSeconds(4));
    }

    private FairnessCheck fairness() {
        return FairnessCheck.of(holdings(), journals, ClockOffset.NONE);
    }

    private RecordedPurchases holdings() {
        Window window = new Window(Instant.EPOCH, Instant.EPOCH.plus(Duration.ofHours(1)));
        return new RecordedPurchases(SALE, rows.size(), 0, window, 0, rows);
    }

    private void bought(String phone, long sent, long took) {
        rows.add(new Row(phone, "ticket-" + phone));
        hear(phone, said(sent, took, AnswerKind.BOUGHT, "ticket-" + phone));
    }

    private void refused(String phone, long sent, long took) {
        hear(phone, said(sent, took, AnswerKind.OVER, ""));
    }

    private void hear(String phone, BuyerAnswer... said) {
        BuyerJournal journal = new BuyerJournal(SALE, phone);
        List.of(said).forEach(journal::add);
        journals.add(journal);
    }

    private static BuyerAnswer said(long sent, long took, AnswerKind told, String ticket) {
        Instant asked = Instant.ofEpochMilli(sent);
        return new BuyerAnswer(asked, asked.plusMillis(took), Asked.PRESS, told, ticket, "");
    }
}
