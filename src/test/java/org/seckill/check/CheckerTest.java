package org.seckill.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.check.Holdings.Row;
import org.seckill.check.Said.Asked;
import org.seckill.sale.Window;

/** A breach of each promise, planted in a sale of two units to three buyers, is found. */
class CheckerTest {
    private static final long SALE = 1000;
    private static final Window ALWAYS = new Window(Instant.MIN, Instant.MAX);

    private final List<Row> rows = new ArrayList<>(List.of(new Row("a", "ticket-a"), new Row("b", "ticket-b")));
    private final List<Journal> journals = new ArrayList<>();
    private long left;
    private int restocks;

    @Test
    void whatAllWereToldIsWhatIsThere() {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.NOTHING, ""), result(Told.BUSY), result(Told.BOUGHT, "ticket-b"));
        hear("c", press(Told.QUEUED, "ticket-c"), result(Told.OVER));
        assertThat(broken()).isEmpty();
    }

    @Test
    void moreRowsThanUnitsAreFound() {
        rows.add(new Row("c", "ticket-c"));
        tellAllTheTruth();
        hear("c", press(Told.BOUGHT, "ticket-c"));
        assertThat(broken()).containsExactly(Promise.NEVER_OVERSOLD);
    }

    @Test
    void unitsThatAreGoneWithoutARowAreFound() {
        rows.remove(1);
        hear("a", press(Told.BOUGHT, "ticket-a"));
        assertThat(broken()).containsExactly(Promise.NEVER_OVERSOLD);
    }

    @Test
    void aRowOfSomebodyWhoNeverPressedIsFound() {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        assertThat(broken()).containsExactly(Promise.NEVER_OVERSOLD);
    }

    @Test
    void aUnitThatWasNotSoldThoughSomebodyWantedItIsFound() {
        rows.remove(1);
        left = 1;
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.OVER));
        assertThat(broken()).containsExactly(Promise.SOLD_OUT);
    }

    @Test
    void unlessItWasRestockedWhenTheyHadGone() {
        rows.remove(1);
        left = 1;
        restocks = 1;
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.OVER));
        assertThat(broken()).isEmpty();
    }

    @Test
    void whoWasRefusedOnOneDeviceMayBuyOnAnotherAfterARestockAndOnlyThen() {
        hear("a", press(Told.OVER), new Said(at(2), Asked.RESULT, Told.BOUGHT, "ticket-a", ""));
        hear("a", new Said(at(1), Asked.PRESS, Told.BOUGHT, "ticket-a", ""));
        hear("b", press(Told.BOUGHT, "ticket-b"));
        assertThat(broken()).containsExactly(Promise.NEVER_BACK);
        restocks = 1;
        assertThat(broken()).isEmpty();
    }

    @Test
    void twoRowsOfOneBuyerAreFound() {
        rows.set(1, new Row("a", "ticket-a"));
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.OVER));
        assertThat(broken()).containsExactly(Promise.NO_DUPLICATES);
    }

    @Test
    void twoRowsOfOneBuyerWhosePhonesLookDifferentAreFound() {
        rows.set(1, new Row(" a", "ticket-b"));
        hear("a", press(Told.BOUGHT, "ticket-b"));
        hear("b", press(Told.OVER));
        assertThat(broken()).containsExactly(Promise.NO_DUPLICATES);
    }

    @Test
    void aRowOfSomebodyWhoOnlyAskedForTheResultIsFound() {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", result(Told.BOUGHT, "ticket-b"));
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
        hear("c", press(Told.BOUGHT, "ticket-c"));
        assertThat(broken()).containsExactly(Promise.CONFIRMED_IS_RECORDED);
    }

    @Test
    void aRepeatWithoutARowIsFound() {
        tellAllTheTruth();
        hear("c", press(Told.QUEUED, "ticket-c"), result(Told.REPEAT, "ticket-c"));
        assertThat(broken()).containsExactly(Promise.CONFIRMED_IS_RECORDED);
    }

    @Test
    void aConfirmationOfAnotherTicketThanTheRowsIsFound() {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.BOUGHT, "ticket-x"));
        assertThat(broken()).containsExactly(Promise.CONFIRMED_IS_RECORDED);
    }

    @Test
    void aRefusalOfSomebodyWhoHasARowIsFound() {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.QUEUED, "ticket-b"), result(Told.OVER));
        assertThat(broken()).containsExactly(Promise.REFUSED_IS_NOT_RECORDED);
    }

    @Test
    void aRefusalOnTheOtherDeviceOfSomebodyWhoHasARowIsFound() {
        tellAllTheTruth();
        hear("b", press(Told.OVER));
        assertThat(broken()).containsExactly(Promise.REFUSED_IS_NOT_RECORDED);
    }

    @Test
    void aRefusalOnTheOtherDeviceIsNoneWhenItWasSentBeforeThePurchaseWasTold() {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", new Said(at(0), at(9), Asked.PRESS, Told.BOUGHT, "ticket-b", ""));
        Said early = new Said(at(8), at(20), Asked.PRESS, Told.OVER, "", "");
        hear("b", early);
        assertThat(broken()).isEmpty();
        hear("b", early, new Said(at(20), at(30), Asked.PRESS, Told.OVER, "", ""));
        assertThat(broken()).containsExactly(Promise.REFUSED_IS_NOT_RECORDED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Told.class,
            names = {"BUSY", "REWRITTEN", "STRANGE"})
    void aRowOfSomebodyWhoWasToldThatNothingIsRecordedIsFound(Told told) {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(told));
        assertThat(broken()).contains(Promise.REFUSED_IS_NOT_RECORDED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Told.class,
            names = {"NOTHING", "UNKNOWN", "QUEUED"})
    void aRowOfSomebodyWhoDoesNotKnowIsNoSurprise(Told told) {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(told, told == Told.QUEUED ? "ticket-b" : ""));
        assertThat(broken()).containsExactly(Promise.EVERYBODY_ANSWERED);
    }

    @Test
    void aBuyerWhoStillWaitsIsFound() {
        tellAllTheTruth();
        hear("c", press(Told.QUEUED, "ticket-c"), result(Told.QUEUED, "ticket-c"));
        assertThat(broken()).containsExactly(Promise.EVERYBODY_ANSWERED);
    }

    @Test
    void aBuyerWhoseLastPressWasNeverAnsweredIsFound() {
        tellAllTheTruth();
        hear("c", press(Told.OVER), press(Told.NOTHING));
        assertThat(broken()).containsExactly(Promise.EVERYBODY_ANSWERED);
    }

    @Test
    void aBuyerWhoIsAnsweredAsNobodyShouldBeIsFound() {
        tellAllTheTruth();
        hear("c", press(Told.STRANGE));
        assertThat(broken()).containsExactly(Promise.EVERYBODY_ANSWERED);
    }

    @Test
    void aBuyerWhoIsToldTheTruthAndThenOtherwiseIsFound() {
        hear("a", press(Told.BOUGHT, "ticket-a"), result(Told.BUSY));
        hear("b", press(Told.BOUGHT, "ticket-b"));
        assertThat(broken()).containsExactly(Promise.NEVER_BACK);
    }

    private void tellAllTheTruth() {
        hear("a", press(Told.BOUGHT, "ticket-a"));
        hear("b", press(Told.BOUGHT, "ticket-b"));
    }

    private void hear(String phone, Said... answers) {
        Journal journal = new Journal(SALE, phone);
        List.of(answers).forEach(journal::add);
        journals.add(journal);
    }

    private List<Promise> broken() {
        Verdicts verdicts = new Verdicts();
        new Checker(new Holdings(SALE, 2, left, ALWAYS, restocks, rows), journals, verdicts).check();
        return verdicts.broken();
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static Said press(Told told) {
        return press(told, "");
    }

    private static Said press(Told told, String ticket) {
        return new Said(Instant.EPOCH, Asked.PRESS, told, ticket, "");
    }

    private static Said result(Told told) {
        return result(told, "");
    }

    private static Said result(Told told, String ticket) {
        return new Said(Instant.EPOCH, Asked.RESULT, told, ticket, "");
    }
}
