package org.seckill.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.seckill.buyer.Phone;
import org.seckill.order.Outcome;
import org.seckill.order.Purchase;
import org.seckill.order.Ticket;

class ExecutionTest {
    private static final Purchase PURCHASE = new Purchase(
            1000,
            new Phone("13812340000"),
            new Ticket("t"),
            0,
            Instant.ofEpochMilli(1_700_000_000_123L),
            199_900,
            "CNY");

    private static final Purchase VOID =
            new Purchase(1000, PURCHASE.buyer(), PURCHASE.ticket(), -1, PURCHASE.createTime(), PURCHASE.price(), "CNY");

    static Stream<Arguments> codes() {
        return Stream.of(
                Arguments.of(new Outcome.Recorded(PURCHASE), 1),
                Arguments.of(new Outcome.Repeat(PURCHASE), -1),
                Arguments.of(new Outcome.Over(Outcome.Over.Reason.NOT_OPEN), 0),
                Arguments.of(new Outcome.Over(Outcome.Over.Reason.SOLD_OUT), 0),
                Arguments.of(new Outcome.Over(Outcome.Over.Reason.CLOSED), 0),
                Arguments.of(new Outcome.Queued(new Ticket("t")), 2),
                Arguments.of(new Outcome.Unknown(), -2),
                Arguments.of(new Outcome.Broken("refused by a check"), -2),
                Arguments.of(new Outcome.Rewritten(), -3),
                Arguments.of(Outcome.Busy.SOON, -4));
    }

    @ParameterizedTest
    @MethodSource("codes")
    void everyOutcomeHasItsCode(Outcome outcome, int code) {
        assertThat(ExecutionAnswer.data(1000, outcome).state()).isEqualTo(code);
    }

    @Test
    void noOutcomeIsLeftOut() {
        Set<Class<?>> coded =
                codes().map(arguments -> arguments.get()[0].getClass()).collect(Collectors.toSet());
        assertThat(coded).isEqualTo(Set.of(Outcome.class.getPermittedSubclasses()));
    }

    @Test
    void aPurchaseIsShownWithItsPhoneMasked() {
        assertThat(ExecutionAnswer.data(1000, new Outcome.Recorded(PURCHASE)))
                .isEqualTo(new ExecutionAnswer.Data.Answered(
                        1000,
                        1,
                        "bought",
                        new ExecutionAnswer.Data.SuccessKilled(
                                1000, "138****0000", "t", 0, 1_700_000_000_123L, 199_900, "CNY", 2)));
    }

    /** A client that knows the classic codes alone must not show a void purchase as bought. */
    @Test
    void aVoidPurchaseIsOverAndIsShownWithItsState() {
        ExecutionAnswer.Data.Answered expected = new ExecutionAnswer.Data.Answered(
                1000,
                0,
                "purchase is void",
                new ExecutionAnswer.Data.SuccessKilled(
                        1000, "138****0000", "t", -1, 1_700_000_000_123L, 199_900, "CNY", 2));
        assertThat(ExecutionAnswer.data(1000, new Outcome.Recorded(VOID))).isEqualTo(expected);
        assertThat(ExecutionAnswer.data(1000, new Outcome.Repeat(VOID))).isEqualTo(expected);
    }
}
