package org.seckill.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.seckill.check.Holdings.Row;
import org.seckill.check.Said.Asked;

class ReservedTest {
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
        Journal journal = new Journal(SALE, PHONE);
        journal.add(new Said(Instant.EPOCH, Asked.PRESS, Told.QUEUED, "t1", ""));
        journal.add(new Said(Instant.EPOCH, Asked.RESULT, Told.OVER, "", ""));
        Verdicts verdicts = new Verdicts();
        new Reserved(new Holdings(SALE, 10, 10 - rows.length, List.of(rows)), List.of(journal), verdicts).check();
        return verdicts.of(Promise.QUEUED_IS_RECORDED);
    }
}
