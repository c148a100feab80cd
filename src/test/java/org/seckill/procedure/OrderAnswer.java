package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.order.Ticket;

/**
 * What one order was answered with, and what came of it when nothing of it waited any more.
 *
 * @param held the ticket by which its buyer holds a unit then
 */
public record OrderAnswer(Order order, Outcome answer, Optional<Ticket> held) {
    public boolean isBought() {
        return held.equals(Optional.of(order.ticket()));
    }

    public boolean isQueued() {
        return answer instanceof Outcome.Queued;
    }

    /** Whatever died, nobody was told what is not so. */
    void assertTruth() {
        if (answer instanceof Outcome.Recorded recorded) {
            assertThat(recorded.purchase().ticket()).isEqualTo(order.ticket());
            assertThat(held).contains(order.ticket());
        } else if (answer instanceof Outcome.Repeat repeat) {
            assertThat(held).contains(repeat.held().ticket()).isNotEqualTo(Optional.of(order.ticket()));
        } else if (answer instanceof Outcome.Over || answer instanceof Outcome.Busy) {
            assertThat(held).as("%s", answer).isNotEqualTo(Optional.of(order.ticket()));
        } else {
            assertThat(answer).isInstanceOfAny(Outcome.Queued.class, Outcome.Unknown.class);
        }
    }
}
