package org.seckill.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.sale.Window;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerAnswer.Asked;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RecordedPurchases.Row;

/** A breach of each promise, planted in a sale of two units to three buyers, is found. */
class SaleCheckerTest {
    private static final long SALE = 1000;
    private static final Window ALWAYS = new Window(Instant.MIN, Instant.MAX);

    private final List<Row> rows = new ArrayList<>(List.of(new Row("a", "ticket-a"), new Row("b", "ticket-b")));
    private final List<BuyerJournal> journals = new ArrayList<>();
    private long left;
    private int restocks;

    @Test
    void whatAllWereToldIsWhatIsThere() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.NOTHING, ""), result(AnswerKind.BUSY), result(AnswerKind.BOUGHT, "ticket-b"));
        hear("c", press(AnswerKind.QUEUED, "ticket-c"), result(AnswerKind.OVER));
        assertThat(broken()).isEmpty();
    }

    @Test
    void moreRowsThanUnitsAreFound() {
        rows.add(new Row("c", "ticket-c"));
        tellAllTheTruth();
        hear("c", press(AnswerKind.BOUGHT, "ticket-c"));
        assertThat(broken()).containsExactly(Promise.NEVER_OVERSOLD);
    }

    @Test
    void unitsThatAreGoneWithoutARowAreFound() {
        rows.remove(1);
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        assertThat(broken()).containsExactly(Promise.NEVER_OVERSOLD);
    }

    @Test
    void aRowOfSomebodyWhoNeverPressedIsFound() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        assertThat(broken()).containsExactly(Promise.NEVER_OVERSOLD);
    }

    @Test
    void aUnitThatWasNotSoldThoughSomebodyWantedItIsFound() {
        rows.remove(1);
        left = 1;
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.OVER));
        assertThat(broken()).containsExactly(Promise.SOLD_OUT);
    }

    @Test
    void unlessItWasRestockedWhenTheyHadGone() {
        rows.remove(1);
        left = 1;
        restocks = 1;
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.OVER));
        assertThat(broken()).isEmpty();
    }

    @Test
    void whoWasRefusedOnOneDeviceMayBuyOnAnotherAfterARestockAndOnlyThen() {
        hear("a", press(AnswerKind.OVER), new BuyerAnswer(at(2), Asked.RESULT, AnswerKind.BOUGHT, "ticket-a", ""));
        hear("a", new BuyerAnswer(at(1), Asked.PRESS, AnswerKind.BOUGHT, "ticket-a", ""));
        hear("b", press(AnswerKind.BOUGHT, "ticket-b"));
        assertThat(broken()).containsExactly(Promise.NEVER_BACK);
        restocks = 1;
        assertThat(broken()).isEmpty();
    }

    @Test
    void twoRowsOfOneBuyerAreFound() {
        rows.set(1, new Row("a", "ticket-a"));
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.OVER));
        assertThat(broken()).containsExactly(Promise.NO_DUPLICATES);
    }

    @Test
    void twoRowsOfOneBuyerWhosePhonesLookDifferentAreFound() {
        rows.set(1, new Row(" a", "ticket-b"));
        hear("a", press(AnswerKind.BOUGHT, "ticket-b"));
        hear("b", press(AnswerKind.OVER));
        assertThat(broken()).containsExactly(Promise.NO_DUPLICATES);
    }

    @Test
    void aRowOfSomebodyWhoOnlyAskedForTheResultIsFound() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", result(AnswerKind.BOUGHT, "ticket-b"));
        assertThat(broken()).containsExactly(Promise.NEVER_OVERSOLD);
    }

    @Test
    void aPurchaseThatBecameVoidTookAUnit() {
        rows.set(1, new Row("b", "ticket-b", Instant.EPOCH, true));
        tellAllTheTruth();
        assertThat(broken()).isEmpty();
    }

    @Test
    void aConfirmationWithoutARowIsFound() {
        tellAllTheTruth();
        hear("c", press(AnswerKind.BOUGHT, "ticket-c"));
        assertThat(broken()).containsExactly(Promise.CONFIRMED_IS_RECORDED);
    }

    @Test
    void aRepeatWithoutARowIsFound() {
        tellAllTheTruth();
        hear("c", press(AnswerKind.QUEUED, "ticket-c"), result(AnswerKind.REPEAT, "ticket-c"));
        assertThat(broken()).containsExactly(Promise.CONFIRMED_IS_RECORDED);
    }

    @Test
    void aConfirmationOfAnotherTicketThanTheRowsIsFound() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.BOUGHT, "ticket-x"));
        assertThat(broken()).containsExactly(Promise.CONFIRMED_IS_RECORDED);
    }

    @Test
    void aRefusalOfSomebodyWhoHasARowIsFound() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.QUEUED, "ticket-b"), result(AnswerKind.OVER));
        assertThat(broken()).containsExactly(Promise.REFUSED_IS_NOT_RECORDED);
    }

    @Test
    void aRefusalOnTheOtherDeviceOfSomebodyWhoHasARowIsFound() {
        tellAllTheTruth();
        hear("b", press(AnswerKind.OVER));
        assertThat(broken()).containsExactly(Promise.REFUSED_IS_NOT_RECORDED);
    }

    @Test
    void aRefusalOnTheOtherDeviceIsNoneWhenItWasSentBeforeThePurchaseWasTold() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", new BuyerAnswer(at(0), at(9), Asked.PRESS, AnswerKind.BOUGHT, "ticket-b", ""));
        BuyerAnswer early = new BuyerAnswer(at(8), at(20), Asked.PRESS, AnswerKind.OVER, "", "");
        hear("b", early);
        assertThat(broken()).isEmpty();
        hear("b", early, new BuyerAnswer(at(20), at(30), Asked.PRESS, AnswerKind.OVER, "", ""));
        assertThat(broken()).containsExactly(Promise.REFUSED_IS_NOT_RECORDED);
    }

    @ParameterizedTest
    @EnumSource(
            value = AnswerKind.class,
            names = {"BUSY", "REWRITTEN", "STRANGE"})
    void aRowOfSomebodyWhoWasToldThatNothingIsRecordedIsFound(AnswerKind told) {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(told));
        assertThat(broken()).contains(Promise.REFUSED_IS_NOT_RECORDED);
    }

    @ParameterizedTest
    @EnumSource(
            value = AnswerKind.class,
            names = {"NOTHING", "UNKNOWN", "QUEUED"})
    void aRowOfSomebodyWhoDoesNotKnowIsNoSurprise(AnswerKind told) {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(told, told == AnswerKind.QUEUED ? "ticket-b" : ""));
        assertThat(broken()).containsExactly(Promise.EVERYBODY_ANSWERED);
    }

    @Test
    void aBuyerWhoStillWaitsIsFound() {
        tellAllTheTruth();
        hear("c", press(AnswerKind.QUEUED, "ticket-c"), result(AnswerKind.QUEUED, "ticket-c"));
        assertThat(broken()).containsExactly(Promise.EVERYBODY_ANSWERED);
    }

    @Test
    void aBuyerWhoseLastPressWasNeverAnsweredIsFound() {
        tellAllTheTruth();
        hear("c", press(AnswerKind.OVER), press(AnswerKind.NOTHING));
        assertThat(broken()).containsExactly(Promise.EVERYBODY_ANSWERED);
    }

    @Test
    void aBuyerWhoIsAnsweredAsNobodyShouldBeIsFound() {
        tellAllTheTruth();
        hear("c", press(AnswerKind.STRANGE));
        assertThat(broken()).containsExactly(Promise.EVERYBODY_ANSWERED);
    }

    @Test
    void aBuyerWhoIsToldTheTruthAndThenOtherwiseIsFound() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"), result(AnswerKind.BUSY));
        hear("b", press(AnswerKind.BOUGHT, "ticket-b"));
        assertThat(broken()).containsExactly(Promise.NEVER_BACK);
    }

    private void tellAllTheTruth() {
        hear("a", press(AnswerKind.BOUGHT, "ticket-a"));
        hear("b", press(AnswerKind.BOUGHT, "ticket-b"));
    }

    private void hear(String phone, BuyerAnswer... answers) {
        BuyerJournal journal = new BuyerJournal(SALE, phone);
        List.of(answers).forEach(journal::add);
        journals.add(journal);
    }

    private List<Promise> broken() {
        Violations violations = new Violations();
        new SaleChecker(new RecordedPurchases(SALE, 2, left, ALWAYS, restocks, rows), journals, violations).check();
        return violations.broken();
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static BuyerAnswer press(AnswerKind told) {
        return press(told, "");
    }

    private static BuyerAnswer press(AnswerKind told, String ticket) {
        return new BuyerAnswer(Instant.EPOCH, Asked.PRESS, told, ticket, "");
    }

    private static BuyerAnswer result(AnswerKind told) {
        return result(told, "");
    }

    private static BuyerAnswer result(AnswerKind told, String ticket) {
        return new BuyerAnswer(Instant.EPOCH, Asked.RESULT, told, ticket, "");
    }
}
