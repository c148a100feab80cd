package org.seckill.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.check.Said.Asked;

/** Each line is what a buyer was told: in capitals of a press, and else by {@code result}. */
class TurnsTest {
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
        Journal journal = new Journal(1000, "13800000000");
        journal.add(new Said(Instant.ofEpochSecond(1), Asked.PRESS, Told.OVER, "", ""));
        journal.add(new Said(Instant.ofEpochSecond(3), Asked.RECALL, Told.BOUGHT, "t", ""));
        Journal other = new Journal(1000, "13800000000");
        other.add(new Said(Instant.ofEpochSecond(otherPressed), Asked.PRESS, Told.QUEUED, "t", ""));

        assertThat(Turns.of(journal, List.of(other), true)).hasSize(found);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3, 0", "0, 1"})
    void whoWasToldToTryAgainMayHavePressedOnAnotherDeviceSinceTheQuestionWasSent(int otherPressed, int found) {
        Journal journal = new Journal(1000, "13800000000");
        journal.add(new Said(Instant.ofEpochMilli(500), Asked.PRESS, Told.QUEUED, "s", ""));
        journal.add(new Said(Instant.ofEpochSecond(2), Asked.RESULT, Told.BUSY, "", ""));
        journal.add(new Said(Instant.ofEpochSecond(4), Asked.RESULT, Told.QUEUED, "t", ""));
        Journal other = new Journal(1000, "13800000000");
        other.add(new Said(Instant.ofEpochSecond(otherPressed), Asked.PRESS, Told.QUEUED, "t", ""));

        assertThat(Turns.of(journal, List.of(other), false)).hasSize(found);
    }

    private static List<String> turns(String told) {
        Journal journal = new Journal(1000, "13800000000");
        for (String word : told.split(" ", -1)) {
            Asked asked = word.equals(word.toUpperCase(Locale.ROOT)) ? Asked.PRESS : Asked.RESULT;
            Told answer = Told.valueOf(word.toUpperCase(Locale.ROOT));
            journal.add(new Said(Instant.EPOCH, asked, answer, "", ""));
        }
        return Turns.of(journal, List.of(), false);
    }
}
