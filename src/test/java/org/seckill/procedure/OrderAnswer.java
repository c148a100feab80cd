package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.order.Ticket;

/**
 * The answer to one order, and its final state in the database.
 *
 * @param held the ticket of the buyer's purchase in the database
 */
public record OrderAnswer(Order order, Outcome answer, Optional<Ticket> held) {
    public boolean isBought() {
        return held.equals(Optional.of(order.ticket()));
    }

    public boolean isQueued() {
        return answer instanceof Outcome.Queued;
    }

    /** Asserts that the answer does not contradict the database. */
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
