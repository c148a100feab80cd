package org.seckill.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.seckill.bench.Testimony.Answer;

class TestimonyTest {
    private static final Map<String, String> ROW = Map.of("phone", "ticket");

    @Test
    void whoBoughtAndPressedAgainIsToldOfTheSamePurchase() {
        assertThat(told(answer(Testimony.BOUGHT, "ticket"), answer(Testimony.REPEAT, "ticket"))
                        .faults(ROW))
                .isEmpty();
    }

    @Test
    void aConfirmationWithoutARowIsAFault() {
        assertThat(told(answer(Testimony.BOUGHT, "ticket")).faults(Map.of()))
                .containsExactly("told of a purchase that has no row");
    }

    @Test
    void aConfirmationOfAnotherTicketIsAFault() {
        assertThat(told(answer(Testimony.BOUGHT, "another")).faults(ROW))
                .containsExactly("told of another ticket than the row's");
    }

    @Test
    void aRefusalOfWhatIsRecordedIsAFault() {
        assertThat(told(answer(Testimony.OVER, null)).faults(ROW))
                .containsExactly("a row whose buyer was told otherwise");
    }

    @Test
    void twoConfirmationsOfOneBuyerAreAFault() {
        assertThat(told(answer(Testimony.BOUGHT, "ticket"), answer(Testimony.BOUGHT, "ticket"))
                        .faults(ROW))
                .containsExactly("confirmed twice");
    }

    @Test
    void whoWasQueuedHasToBuyByThatTicketInTheEnd() {
        Answer queued = answer(Testimony.QUEUED, "ticket");

        assertThat(told(queued, queued, answer(Testimony.BOUGHT, "ticket")).faults(ROW))
                .isEmpty();
        assertThat(told(queued, answer(Testimony.BOUGHT, "another")).faults(Map.of("phone", "another")))
                .containsExactly("told of another ticket than the row's");
        assertThat(told(queued, answer(Testimony.OVER, null)).faults(Map.of()))
                .containsExactly("told of a purchase that has no row", "queued, and never told that it is bought");
        assertThat(told(queued).faults(ROW)).containsExactly("queued, and never told that it is bought");
    }

    @Test
    void aQueuedOrderIsReadAsTheNodeWritesIt() {
        String body = "{\"success\":true,\"data\":{\"seckillId\":1000,\"state\":2,\"stateInfo\":\"queued\","
                + "\"successKilled\":null,\"ticket\":\"abc\"},\"error\":null}";

        assertThat(Answer.of(new Reply(200, "", body))).isEqualTo(new Answer(200, Testimony.QUEUED, "abc"));
    }

    @Test
    void whoLeftBeforeTheAnswerMayHaveARow() {
        assertThat(new Testimony("phone", List.of(), true).faults(ROW)).isEmpty();
    }

    @Test
    void busyIsToBe503() {
        assertThat(told(new Answer(503, Testimony.BUSY, null)).faults(Map.of())).isEmpty();
        assertThat(told(new Answer(200, Testimony.BUSY, null)).faults(Map.of()))
                .containsExactly("state -4 with status 200");
    }

    @Test
    void aSaleThatLeavesStockToBuyersWhomNobodyToldToWaitIsAFault() {
        List<Testimony> told =
                List.of(told(answer(Testimony.BOUGHT, "ticket")), told(answer(200, Testimony.OVER)), cut());

        assertThat(Testimony.faults(told, ledger(2, 2))).isEmpty();
        assertThat(Testimony.faults(told, ledger(9, 2)))
                .as("who left may have bought, or not")
                .containsExactly("told that it is over with 7 units left");
        assertThat(Testimony.faults(told, ledger(2, 1)))
                .contains("1 rows for 2 units and 2 buyers, none of whom was told to wait");
    }

    @Test
    void whoWasToldToWaitExplainsStockThatIsLeft() {
        List<Testimony> told = List.of(told(answer(Testimony.BOUGHT, "ticket")), told(answer(503, Testimony.BUSY)));

        assertThat(Testimony.faults(told, ledger(2, 1))).isEmpty();
    }

    @Test
    void aSaleInWhichNobodyIsToldOfAPurchaseIsAFault() {
        assertThat(Testimony.faults(List.of(told(answer(503, Testimony.BUSY)), cut()), ledger(1, 1)))
                .containsExactly("nobody bought");
    }

    @Test
    void anAnswerIsReadAsTheNodeWritesIt() {
        String body = "{\"success\":true,\"data\":{\"seckillId\":1000,\"state\":1,\"stateInfo\":\"bought\","
                + "\"successKilled\":{\"seckillId\":1000,\"ticket\":\"abc\",\"state\":0}},\"error\":null}";

        assertThat(Answer.of(new Reply(200, "", body))).isEqualTo(new Answer(200, Testimony.BOUGHT, "abc"));
    }

    private static Testimony told(Answer... answers) {
        return new Testimony("phone", List.of(answers), false);
    }

    private static Testimony cut() {
        return new Testimony("phone", List.of(), true);
    }

    private static Ledger ledger(long offered, long rows) {
        return new Ledger(offered, offered - rows, rows, rows, rows, 0);
    }

    private static Answer answer(int status, int state) {
        return new Answer(status, state, null);
    }

    private static Answer answer(int state, @Nullable String ticket) {
        return new Answer(200, state, ticket);
    }
}
