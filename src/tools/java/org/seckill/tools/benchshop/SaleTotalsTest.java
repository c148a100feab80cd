package org.seckill.tools.benchshop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SaleTotalsTest {
    @Test
    void aSaleWhoseConfirmationsAreItsRowsIsRight() {
        assertThat(new SaleTotals(100, 10, 90, 90, 90, 0).faults()).isEmpty();
    }

    @Test
    void aConfirmationWithoutARowIsAFault() {
        assertThat(new SaleTotals(100, 11, 89, 89, 90, 5).faults()).containsExactly("1 confirmed without a row");
    }

    @Test
    void whoWasNotAnsweredMayHaveARow() {
        assertThat(new SaleTotals(100, 7, 93, 93, 90, 3).faults()).isEmpty();
    }

    @Test
    void moreRowsThanWereOrderedAreAFault() {
        assertThat(new SaleTotals(100, 6, 94, 94, 90, 3).faults()).containsExactly("1 rows that no buyer was told of");
    }

    @Test
    void aUnitThatIsGoneWithoutARowIsAFault() {
        assertThat(new SaleTotals(100, 9, 90, 90, 90, 0).faults()).containsExactly("91 units taken for 90 rows");
    }

    @Test
    void moreRowsThanStockAreAFault() {
        assertThat(new SaleTotals(100, -1, 101, 101, 101, 0).faults()).containsExactly("oversold by 1");
    }

    @Test
    void aBuyerWithTwoRowsIsAFault() {
        assertThat(new SaleTotals(100, 10, 90, 89, 90, 0).faults()).containsExactly("90 rows for 89 buyers");
    }

    @Test
    void anOrderThatIsNotConfirmedIsAFaultWhereEachIsToBe() {
        assertThat(new SaleTotals(100, 10, 90, 90, 90, 0).faultsOf(90)).isEmpty();
        assertThat(new SaleTotals(100, 10, 90, 90, 90, 0).faultsOf(91))
                .containsExactly("90 of 91 orders were confirmed");
        assertThat(new SaleTotals(100, 11, 89, 89, 90, 0).faultsOf(90)).containsExactly("1 confirmed without a row");
    }
}
