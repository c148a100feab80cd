package org.seckill.tools.benchcase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerAnswer.Asked;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.check.SaleExamination;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RecordedPurchases.Row;

/** A fault of each kind, planted in a sale of two units to three buyers who stay and one who leaves. */
class WitnessRecordTest {
    private static final long SALE = 1000;

    private final List<Row> rows = new ArrayList<>(List.of(new Row("a", "ticket-a"), new Row("b", "ticket-b")));
    private final List<BuyerJournal> journals = new ArrayList<>();

    @BeforeEach
    void someoneLeaves() {
        hear("d", press(AnswerKind.NOTHING, ""));
    }

    @Test
    void whoBoughtAndPressedAgainIsToldOfTheSamePurchase() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"), press(AnswerKind.REPEAT, "ticket-a"));
        hear(
                "b",
                press(AnswerKind.QUEUED, "ticket-b"),
                result(AnswerKind.QUEUED, "ticket-b"),
                result(AnswerKind.BOUGHT, "ticket-b"));
        hear("c", press(AnswerKind.OVER, ""));
        assertThat(faults()).isEmpty();
    }

    @Test
    void whateverTheCheckerFindsIsAFault() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.BOUGHT, "another"));
        hear("c", press(AnswerKind.OVER, ""));
        assertThat(faults()).singleElement().asString().contains("has that very row, 1 times", "buyer b");
    }

    @Test
    void whoWasQueuedHasToBuyInTheEnd() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.BOUGHT, "ticket-b"));
        hear("c", press(AnswerKind.QUEUED, "ticket-c"), result(AnswerKind.OVER, ""));
        assertThat(faults()).containsExactly("1 buyers queued, and never told that it is bought");
    }

    @Test
    void anAnswerThatIsForTroubleIsAFaultWhereThereIsNone() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.UNKNOWN, ""), result(AnswerKind.BOUGHT, "ticket-b"));
        hear("c", press(AnswerKind.OVER, ""));
        assertThat(faults()).containsExactly("1 buyers answered as nobody should be where nothing fails");
    }

    @Test
    void noAnswerToSomebodyWhoStayedIsAFault() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.NOTHING, ""));
        hear("c", press(AnswerKind.OVER, ""));
        assertThat(faults()).containsExactly("1 buyers unanswered who had not left, or the other way round");
    }

    @Test
    void stockThatIsLeftToBuyersWhomNobodyToldToWaitIsAFault() {
        rows.remove(1);
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.OVER, ""));
        hear("c", press(AnswerKind.OVER, ""));
        assertThat(faults())
                .containsExactly(
                        "1 rows for 2 units and 3 buyers, none of whom was told to wait",
                        "told that it is over with 1 units left");
    }

    @Test
    void whoWasToldToWaitExplainsStockThatIsLeft() {
        rows.remove(1);
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.BUSY, ""));
        hear("c", press(AnswerKind.BUSY, ""));
        assertThat(faults()).isEmpty();
    }

    @Test
    void aSaleInWhichNobodyIsToldOfAPurchaseIsAFault() {
        rows.clear();
        hear("a", press(AnswerKind.BUSY, ""));
        assertThat(faults()).containsExactly("nobody bought");
    }

    private void hear(String phone, BuyerAnswer... answers) {
        BuyerJournal journal = new BuyerJournal(SALE, phone);
        List.of(answers).forEach(journal::add);
        journals.add(journal);
    }

    private List<String> faults() {
        RecordedPurchases held = new RecordedPurchases(SALE, 2, 2 - rows.size(), rows);
        return new WitnessRecord(new SaleExamination(held, journals), 1).faults();
    }

    private static BuyerAnswer press(AnswerKind told, String ticket) {
        return new BuyerAnswer(Instant.EPOCH, Asked.PRESS, told, ticket, "");
    }

    private static BuyerAnswer result(AnswerKind told, String ticket) {
        return new BuyerAnswer(Instant.EPOCH, Asked.RESULT, told, ticket, "");
    }
}
