package org.seckill.tools.benchshop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.seckill.reservation.BareQueue.Holding;

class StreamRemainsTest {
    private static final SaleTotals LEDGER = new SaleTotals(100, 10, 90, 90, 90, 0);

    @Test
    void aSaleWhoseOrdersAllHaveTheirRowsIsRight() {
        assertThat(new StreamRemains(new Holding(0, 90, 0, 10), LEDGER).faultsOf(90))
                .isEmpty();
    }

    @Test
    void aQueuedOrderWithoutARowIsAFault() {
        SaleTotals ledger = new SaleTotals(100, 11, 89, 89, 90, 0);

        assertThat(new StreamRemains(new Holding(1, 90, 0, 10), ledger).faultsOf(90))
                .containsExactly(
                        "1 confirmed without a row",
                        "1 orders still wait in the stream",
                        "10 units left in Redis, 11 in the database",
                        "90 buyers known in Redis for 89 rows");
    }

    @Test
    void anOrderThatWasSetAsideIsAFault() {
        assertThat(new StreamRemains(new Holding(0, 90, 1, 10), LEDGER).faults())
                .containsExactly("1 orders were set aside");
    }

    @Test
    void ofABareScriptEachOrderHasAnEntryABuyerAndAUnit() {
        assertThat(ScriptCase.faults(5, 5, new Holding(5, 5, 0, 49_999_995))).isEmpty();
        assertThat(ScriptCase.faults(5, 4, new Holding(5, 4, 0, 49_999_995)))
                .containsExactly(
                        "4 of 5 orders were reserved, and on the replicas in time",
                        "5 entries, 4 buyers and 5 units for 5 orders");
    }
}
