package org.seckill.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerAnswer.Asked;
import org.seckill.testkit.load.BuyerJournal;

/** Each line is what a buyer was told: in capitals of a press, and else by {@code result}. */
class AnswerOrderCheckTest {
    @ParameterizedTest
    @CsvSource({
        "QUEUED queued bought bought",
        "QUEUED QUEUED repeat REPEAT bought",
        "QUEUED over over OVER",
        "QUEUED busy busy QUEUED bought",
        "QUEUED unknown queued nothing bought",
        "BUSY BUSY BOUGHT",
        // A lost press may still be on its way, and the first word of it be too early.
        "NOTHING busy bought",
        "NOTHING over bought",
        "NOTHING busy QUEUED",
        "UNKNOWN busy repeat",
        // A new press is a new matter.
        "OVER QUEUED bought",
        "QUEUED over BOUGHT",
        // A press that was refused for now says nothing of what is held.
        "BOUGHT BUSY REPEAT",
        "QUEUED BUSY queued bought",
        // A node that has just started knows less.
        "OVER busy",
        "BOUGHT nothing bought"
    })
    void whatMayFollowIsNoTurn(String told) {
        assertThat(turns(told)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED bought queued",
        "QUEUED bought over",
        "BOUGHT OVER",
        "BOUGHT busy",
        "REPEAT nothing over",
        "QUEUED over bought",
        "QUEUED over queued",
        "OVER bought",
        "NOTHING over over bought",
        "QUEUED busy queued",
        "QUEUED busy bought",
        "QUEUED BUSY busy bought"
    })
    void whatMayNotFollowIsATurn(String told) {
        assertThat(turns(told)).hasSize(1);
    }

    @Test
    void itSaysWhatWasTold() {
        assertThat(turns("OVER bought")).containsExactly("from OVER to BOUGHT");
    }

    /** The refused one asks {@code result} when the other one has pressed, or before. */
    @ParameterizedTest
    @CsvSource({"2, 0", "0, 1"})
    void whoWasRefusedMayHaveBoughtByAnotherDeviceSince(int otherPressed, int found) {
        BuyerJournal journal = new BuyerJournal(1000, "13800000000");
        journal.add(new BuyerAnswer(Instant.ofEpochSecond(1), Asked.PRESS, AnswerKind.OVER, "", ""));
        journal.add(new BuyerAnswer(Instant.ofEpochSecond(3), Asked.RECALL, AnswerKind.BOUGHT, "t", ""));
        BuyerJournal other = new BuyerJournal(1000, "13800000000");
        other.add(new BuyerAnswer(Instant.ofEpochSecond(otherPressed), Asked.PRESS, AnswerKind.QUEUED, "t", ""));

        assertThat(AnswerOrderCheck.of(journal, List.of(other), true)).hasSize(found);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3, 0", "0, 1"})
    void whoWasToldToTryAgainMayHavePressedOnAnotherDeviceSinceTheQuestionWasSent(int otherPressed, int found) {
        BuyerJournal journal = new BuyerJournal(1000, "13800000000");
        journal.add(new BuyerAnswer(Instant.ofEpochMilli(500), Asked.PRESS, AnswerKind.QUEUED, "s", ""));
        journal.add(new BuyerAnswer(Instant.ofEpochSecond(2), Asked.RESULT, AnswerKind.BUSY, "", ""));
        journal.add(new BuyerAnswer(Instant.ofEpochSecond(4), Asked.RESULT, AnswerKind.QUEUED, "t", ""));
        BuyerJournal other = new BuyerJournal(1000, "13800000000");
        other.add(new BuyerAnswer(Instant.ofEpochSecond(otherPressed), Asked.PRESS, AnswerKind.QUEUED, "t", ""));

        assertThat(AnswerOrderCheck.of(journal, List.of(other), false)).hasSize(found);
    }

    private static List<String> turns(String told) {
        BuyerJournal journal = new BuyerJournal(1000, "13800000000");
        for (String word : told.split(" ", -1)) {
            Asked asked = word.equals(word.toUpperCase(Locale.ROOT)) ? Asked.PRESS : Asked.RESULT;
            AnswerKind answer = AnswerKind.valueOf(word.toUpperCase(Locale.ROOT));
            journal.add(new BuyerAnswer(Instant.EPOCH, asked, answer, "", ""));
        }
        return AnswerOrderCheck.of(journal, List.of(), false);
    }
}
