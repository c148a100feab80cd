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
    void anAnswerIsReadAsTheNodeWritesIt() {
        String body = "{\"success\":true,\"data\":{\"seckillId\":1000,\"state\":1,\"stateInfo\":\"bought\","
                + "\"successKilled\":{\"seckillId\":1000,\"ticket\":\"abc\",\"state\":0}},\"error\":null}";

        assertThat(Answer.of(new Reply(200, "", body))).isEqualTo(new Answer(200, Testimony.BOUGHT, "abc"));
    }

    private static Testimony told(Answer... answers) {
        return new Testimony("phone", List.of(answers), false);
    }

    private static Answer answer(int state, @Nullable String ticket) {
        return new Answer(200, state, ticket);
    }
}
