package org.seckill.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.testkit.load.BuyerAnswer.Asked;

/** Each line lists the answers to a buyer: those to a press in capitals, those of {@code result} in small letters. */
class BuyerJournalTest {
    @ParameterizedTest
    @CsvSource({
        "QUEUED, QUEUED",
        "QUEUED queued bought, BOUGHT",
        "QUEUED over, OVER",
        "QUEUED busy, BUSY",
        "QUEUED unknown, QUEUED",
        "QUEUED nothing, QUEUED",
        "OVER, OVER",
        "OVER busy, OVER",
        "OVER NOTHING, NOTHING",
        "NOTHING over, OVER",
        "BUSY, BUSY",
        "BUSY REWRITTEN, REWRITTEN",
        "BUSY BOUGHT, BOUGHT",
        "STRANGE, STRANGE",
        "STRANGE busy, BUSY",
        // A refused press says nothing about an earlier one.
        "NOTHING BUSY, NOTHING",
        "UNKNOWN REWRITTEN, UNKNOWN",
        "QUEUED BUSY, QUEUED",
        "OVER BUSY, OVER",
        // An order that is under way is not recorded yet.
        "NOTHING busy, NOTHING",
        "UNKNOWN busy, UNKNOWN"
    })
    void theLastWordIsTheLastThatTellsAnything(String told, AnswerKind last) {
        assertThat(journal(told).lastWord()).contains(last);
    }

    @Test
    void whoNeverAskedHasNone() {
        assertThat(new BuyerJournal(1000, "13800000000").lastWord()).isEmpty();
    }

    @Test
    void whoOnlyAsksForTheResultHasNotPressed() {
        assertThat(journal("busy").hasPressed()).isFalse();
        assertThat(journal("NOTHING").hasPressed()).isTrue();
    }

    private static BuyerJournal journal(String told) {
        BuyerJournal journal = new BuyerJournal(1000, "13800000000");
        for (String word : told.split(" ", -1)) {
            Asked asked = word.equals(word.toUpperCase(Locale.ROOT)) ? Asked.PRESS : Asked.RESULT;
            AnswerKind answer = AnswerKind.valueOf(word.toUpperCase(Locale.ROOT));
            journal.add(new BuyerAnswer(Instant.EPOCH, asked, answer, "", ""));
        }
        return journal;
    }
}
