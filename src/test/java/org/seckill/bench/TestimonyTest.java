package org.seckill.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.seckill.check.Examination;
import org.seckill.check.Holdings;
import org.seckill.check.Holdings.Row;
import org.seckill.check.Journal;
import org.seckill.check.Said;
import org.seckill.check.Said.Asked;
import org.seckill.check.Told;

/** A fault of each kind, planted in a sale of two units to three buyers who stay and one who leaves. */
class TestimonyTest {
    private static final long SALE = 1000;

    private final List<Row> rows = new ArrayList<>(List.of(new Row("a", "ticket-a"), new Row("b", "ticket-b")));
    private final List<Journal> journals = new ArrayList<>();

    @BeforeEach
    void someoneLeaves() {
        hear("d", press(Told.NOTHING, ""));
    }

    @Test
    void whoBoughtAndPressedAgainIsToldOfTheSamePurchase() {
        hear("a", press(Told.BOUGHT, "ticket-a"), press(Told.REPEAT, "ticket-a"));
        hear("b", press(Told.QUEUED, "ticket-b"), result(Told.QUEUED, "ticket-b"), result(Told.BOUGHT, "ticket-b"));
        hear("c", press(Told.OVER, ""));
        assertThat(faults()).isEmpty();
    }

    @Test
    void whateverTheCheckerFindsIsAFault() {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.BOUGHT, "another"));
        hear("c", press(Told.OVER, ""));
        assertThat(faults()).singleElement().asString().contains("has that very row, 1 times", "buyer b");
    }

    @Test
    void whoWasQueuedHasToBuyInTheEnd() {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.BOUGHT, "ticket-b"));
        hear("c", press(Told.QUEUED, "ticket-c"), result(Told.OVER, ""));
        assertThat(faults()).containsExactly("1 buyers queued, and never told that it is bought");
    }

    @Test
    void anAnswerThatIsForTroubleIsAFaultWhereThereIsNone() {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.UNKNOWN, ""), result(Told.BOUGHT, "ticket-b"));
        hear("c", press(Told.OVER, ""));
        assertThat(faults()).containsExactly("1 buyers answered as nobody should be where nothing fails");
    }

    @Test
    void noAnswerToSomebodyWhoStayedIsAFault() {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.NOTHING, ""));
        hear("c", press(Told.OVER, ""));
        assertThat(faults()).containsExactly("1 buyers unanswered who had not left, or the other way round");
    }

    @Test
    void stockThatIsLeftToBuyersWhomNobodyToldToWaitIsAFault() {
        rows.remove(1);
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.OVER, ""));
        hear("c", press(Told.OVER, ""));
        assertThat(faults())
                .containsExactly(
                        "1 rows for 2 units and 3 buyers, none of whom was told to wait",
                        "told that it is over with 1 units left");
    }

    @Test
    void whoWasToldToWaitExplainsStockThatIsLeft() {
        rows.remove(1);
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.BUSY, ""));
        hear("c", press(Told.BUSY, ""));
        assertThat(faults()).isEmpty();
    }

    @Test
    void aSaleInWhichNobodyIsToldOfAPurchaseIsAFault() {
        rows.clear();
        hear("a", press(Told.BUSY, ""));
        assertThat(faults()).containsExactly("nobody bought");
    }

    private void hear(String phone, Said... answers) {
        Journal journal = new Journal(SALE, phone);
        List.of(answers).forEach(journal::add);
        journals.add(journal);
    }

    private List<String> faults() {
        Holdings held = new Holdings(SALE, 2, 2 - rows.size(), rows);
        return new Testimony(new Examination(held, journals), 1).faults();
    }

    private static Said press(Told told, String ticket) {
        return new Said(Instant.EPOCH, Asked.PRESS, told, ticket, "");
    }

    private static Said result(Told told, String ticket) {
        return new Said(Instant.EPOCH, Asked.RESULT, told, ticket, "");
    }
}
