package org.seckill.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerAnswer.Asked;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RecordedPurchases.Row;

class ReservationCheckTest {
    private static final long SALE = 1000;
    private static final String PHONE = "13800000001";

    @Test
    void whoeverWaitsAndGetsThatVeryRowIsServed() {
        assertThat(breaches(new Row(PHONE, "t1"))).isEmpty();
    }

    @Test
    void whoeverWaitedInVainIsFound() {
        assertThat(breaches()).singleElement().asString().contains("t1", PHONE);
    }

    @Test
    void aRowOfAnotherOrderIsNotTheOneThatWasWaitedFor() {
        assertThat(breaches(new Row(PHONE, "t2"))).hasSize(1);
        assertThat(breaches(new Row("13800000002", "t1"))).hasSize(1);
    }

    private static List<String> breaches(Row... rows) {
        BuyerJournal journal = new BuyerJournal(SALE, PHONE);
        journal.add(new BuyerAnswer(Instant.EPOCH, Asked.PRESS, AnswerKind.QUEUED, "t1", ""));
        journal.add(new BuyerAnswer(Instant.EPOCH, Asked.RESULT, AnswerKind.OVER, "", ""));
        Violations violations = new Violations();
        new ReservationCheck(
                        new RecordedPurchases(SALE, 10, 10 - rows.length, List.of(rows)), List.of(journal), violations)
                .check();
        return violations.of(Promise.QUEUED_IS_RECORDED);
    }
}
