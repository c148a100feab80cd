package org.seckill.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.check.Holdings.Row;
import org.seckill.check.Said.Asked;
import org.seckill.sale.Window;

/** Of a sale that is open from the first to the second second after 1970 began. */
class PunctualityTest {
    private static final Window WINDOW = new Window(at(1000), at(2000));

    private final Verdicts verdicts = new Verdicts();

    @ParameterizedTest
    @CsvSource({"999, NEVER_EARLY", "1000, ", "1999, ", "2000, NEVER_LATE"})
    void aRowOutsideOfTheWindowIsFound(long recorded, Promise broken) {
        new Punctuality(holdings(new Row("a", "ticket", at(recorded), false)), verdicts).checkRows();
        assertThat(verdicts.broken()).isEqualTo(broken == null ? List.of() : List.of(broken));
    }

    @ParameterizedTest
    @CsvSource({"BOUGHT, PRESS", "QUEUED, PRESS", "REPEAT, PRESS", "BOUGHT, RESULT"})
    void aPromiseBeforeTheWindowOpensIsFound(Told told, Asked asked) {
        // Two milliseconds more may have passed than the log says.
        check(Skew.NONE, said(900, 998, asked, told));
        assertThat(verdicts.broken()).isEmpty();
        check(Skew.NONE, said(900, 997, asked, told));
        assertThat(verdicts.broken()).containsExactly(Promise.NEVER_EARLY);
    }

    @ParameterizedTest
    @CsvSource({"OVER", "BUSY", "NOTHING", "UNKNOWN"})
    void anythingElseMayBeSaidBefore(Told told) {
        check(Skew.NONE, said(100, 200, Asked.PRESS, told));
        assertThat(verdicts.broken()).isEmpty();
    }

    @Test
    void aPressAfterTheWindowClosedThatBuysIsFound() {
        check(Skew.NONE, said(1999, 2500, Asked.PRESS, Told.BOUGHT));
        assertThat(verdicts.broken()).isEmpty();
        check(Skew.NONE, said(2000, 2500, Asked.PRESS, Told.BOUGHT));
        assertThat(verdicts.broken()).containsExactly(Promise.NEVER_LATE);
    }

    @Test
    void whoBoughtMayBeToldSoAfterwards() {
        check(Skew.NONE, said(3000, 3001, Asked.RESULT, Told.BOUGHT), said(3002, 3003, Asked.PRESS, Told.REPEAT));
        assertThat(verdicts.broken()).isEmpty();
    }

    @Test
    void whatTwoClocksDoNotTellApartIsNoFault() {
        Skew ahead = new Skew(Duration.ofMillis(100), Duration.ofMillis(110));
        check(ahead, said(800, 888, Asked.PRESS, Told.BOUGHT), said(1899, 1950, Asked.PRESS, Told.BOUGHT));
        assertThat(verdicts.broken()).isEmpty();
        check(ahead, said(800, 887, Asked.PRESS, Told.BOUGHT), said(1900, 1950, Asked.PRESS, Told.BOUGHT));
        assertThat(verdicts.broken()).containsExactly(Promise.NEVER_EARLY, Promise.NEVER_LATE);
    }

    private void check(Skew skew, Said... said) {
        Journal journal = new Journal(1000, "a");
        List.of(said).forEach(journal::add);
        new Punctuality(holdings(), verdicts).checkAnswers(List.of(journal), skew);
    }

    private static Holdings holdings(Row... rows) {
        return new Holdings(1000, 10, 10 - rows.length, WINDOW, 0, List.of(rows));
    }

    private static Said said(long sent, long heard, Asked asked, Told told) {
        return new Said(at(sent), at(heard), asked, told, "ticket", "");
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
