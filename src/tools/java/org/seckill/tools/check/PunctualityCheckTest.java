package org.seckill.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.sale.Window;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerAnswer.Asked;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RecordedPurchases.Row;

/** Of a sale that is open from the first to the second second after 1970 began. */
class PunctualityCheckTest {
    private static final Window WINDOW = new Window(at(1000), at(2000));

    private final Violations violations = new Violations();

    @ParameterizedTest
    @CsvSource({"999, NEVER_EARLY", "1000, ", "1999, ", "2000, NEVER_LATE"})
    void aRowOutsideOfTheWindowIsFound(long recorded, Promise broken) {
        new PunctualityCheck(holdings(new Row("a", "ticket", at(recorded), false)), violations).checkRows();
        assertThat(violations.broken()).isEqualTo(broken == null ? List.of() : List.of(broken));
    }

    @ParameterizedTest
    @CsvSource({"BOUGHT, PRESS", "QUEUED, PRESS", "REPEAT, PRESS", "BOUGHT, RESULT"})
    void aPromiseBeforeTheWindowOpensIsFound(AnswerKind told, Asked asked) {
        // Two milliseconds more may have passed than the log says.
        check(ClockOffset.NONE, said(900, 998, asked, told));
        assertThat(violations.broken()).isEmpty();
        check(ClockOffset.NONE, said(900, 997, asked, told));
        assertThat(violations.broken()).containsExactly(Promise.NEVER_EARLY);
    }

    @ParameterizedTest
    @CsvSource({"OVER", "BUSY", "NOTHING", "UNKNOWN"})
    void anythingElseMayBeSaidBefore(AnswerKind told) {
        check(ClockOffset.NONE, said(100, 200, Asked.PRESS, told));
        assertThat(violations.broken()).isEmpty();
    }

    @Test
    void aPressAfterTheWindowClosedThatBuysIsFound() {
        check(ClockOffset.NONE, said(1999, 2500, Asked.PRESS, AnswerKind.BOUGHT));
        assertThat(violations.broken()).isEmpty();
        check(ClockOffset.NONE, said(2000, 2500, Asked.PRESS, AnswerKind.BOUGHT));
        assertThat(violations.broken()).containsExactly(Promise.NEVER_LATE);
    }

    @Test
    void whoBoughtMayBeToldSoAfterwards() {
        check(
                ClockOffset.NONE,
                said(3000, 3001, Asked.RESULT, AnswerKind.BOUGHT),
                said(3002, 3003, Asked.PRESS, AnswerKind.REPEAT));
        assertThat(violations.broken()).isEmpty();
    }

    @Test
    void whatTwoClocksDoNotTellApartIsNoFault() {
        ClockOffset ahead = new ClockOffset(Duration.ofMillis(100), Duration.ofMillis(110));
        check(ahead, said(800, 888, Asked.PRESS, AnswerKind.BOUGHT), said(1899, 1950, Asked.PRESS, AnswerKind.BOUGHT));
        assertThat(violations.broken()).isEmpty();
        check(ahead, said(800, 887, Asked.PRESS, AnswerKind.BOUGHT), said(1900, 1950, Asked.PRESS, AnswerKind.BOUGHT));
        assertThat(violations.broken()).containsExactly(Promise.NEVER_EARLY, Promise.NEVER_LATE);
    }

    private void check(ClockOffset skew, BuyerAnswer... said) {
        BuyerJournal journal = new BuyerJournal(1000, "a");
        List.of(said).forEach(journal::add);
        new PunctualityCheck(holdings(), violations).checkAnswers(List.of(journal), skew);
    }

    private static RecordedPurchases holdings(Row... rows) {
        return new RecordedPurchases(1000, 10, 10 - rows.length, WINDOW, 0, List.of(rows));
    }

    private static BuyerAnswer said(long sent, long heard, Asked asked, AnswerKind told) {
        return new BuyerAnswer(at(sent), at(heard), asked, told, "ticket", "");
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
