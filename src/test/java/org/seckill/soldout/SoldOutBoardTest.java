package org.seckill.soldout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.seckill.sale.Sale;
import org.seckill.sale.TestSaleCopies;
import org.seckill.sale.Window;

class SoldOutBoardTest {
    private static final Instant DECIDED = Instant.parse("2030-01-01T10:00:00Z");

    private final SoldOutBoard board = new SoldOutBoard();

    @Test
    void knowsNothingAtFirst() {
        assertThat(board.isSoldOut(sale(0, 0, DECIDED))).isFalse();
    }

    @Test
    void closesTheSaleThatWasMarkedAndNoOther() {
        board.mark(1000, 0, DECIDED);
        assertThat(board.isSoldOut(sale(5, 0, DECIDED.minusSeconds(1)))).isTrue();
        assertThat(board.isSoldOut(TestSaleCopies.of(1001, 5, window(), 0, DECIDED)))
                .isFalse();
    }

    @Test
    void forgetsAMarkWhenTheEpochWasRaised() {
        board.mark(1000, 0, DECIDED);
        assertThat(board.isSoldOut(sale(5, 1, DECIDED.minusSeconds(1)))).isFalse();
    }

    @Test
    void aLateMarkOfAnOlderEpochDoesNotCloseARestockedSale() {
        board.mark(1000, 0, DECIDED.plusSeconds(9));
        assertThat(board.isSoldOut(sale(5, 1, DECIDED))).isFalse();
    }

    @Test
    void aCopyOlderThanTheRestockDoesNotReopenTheSaleThatSoldOutAgain() {
        board.mark(1000, 1, DECIDED);
        assertThat(board.isSoldOut(sale(0, 0, DECIDED.minusSeconds(9)))).isTrue();
    }

    @Test
    void stockSeenAfterTheMarkReopensASaleThatWasRestockedByHand() {
        board.mark(1000, 0, DECIDED);
        assertThat(board.isSoldOut(sale(5, 0, DECIDED.plusMillis(1)))).isFalse();
    }

    @Test
    void keepsTheFirstMarkOfAnEpochAndTheHighestEpoch() {
        board.mark(1000, 1, DECIDED);
        board.mark(1000, 1, DECIDED.plusSeconds(1));
        board.mark(1000, 0, DECIDED.plusSeconds(2));
        assertThat(board.find(sale(0, 1, DECIDED))).contains(new Mark(1, DECIDED));
        board.mark(1000, 2, DECIDED.plusSeconds(3));
        assertThat(board.find(sale(0, 1, DECIDED))).contains(new Mark(2, DECIDED.plusSeconds(3)));
    }

    private static Sale sale(int stock, int epoch, Instant readAt) {
        return TestSaleCopies.of(1000, stock, window(), epoch, readAt);
    }

    private static Window window() {
        return new Window(DECIDED.minusSeconds(3600), DECIDED.plusSeconds(3600));
    }
}
