package org.seckill.batch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.seckill.order.Outcome;
import org.springframework.dao.DataAccessException;

/**
 * Decides a desk's orders, many in one call. Calls are idempotent by ticket: a repeated call decides no order twice.
 * Thread-safe.
 */
public interface BatchEngine {
    /**
     * The engine's answer to one call.
     *
     * @param decidedAt by the engine's clock
     * @param decisions one per order of the call
     */
    record Answer(Instant decidedAt, List<Decision> decisions) {}

    /**
     * The decision on one order.
     *
     * @param outcome {@code Busy} if the engine did not carry out the order; not completed yet if another engine decides
     */
    record Decision(PendingOrder order, CompletableFuture<Outcome> outcome) {
        public Decision(PendingOrder order, Outcome outcome) {
            this(order, CompletableFuture.completedFuture(outcome));
        }
    }

    /**
     * The engine answers but carries out no order.
     *
     * @param reason for operators; contains no secret and no address
     * @param mayPass whether the cause may be transient, such as a procedure that is being replaced
     */
    record Refused(String reason, boolean mayPass) {}

    /**
     * Returns the time of the clock by which the engine refuses orders of this sale that arrive after their latest time.
     *
     * @throws DataAccessException when the engine does not answer
     */
    Instant clock(long sale);

    /**
     * Makes one call.
     *
     * @param orders in the order of arrival
     * @throws DataAccessException when the call fails; {@link #diagnose} classifies it
     */
    Answer decide(long sale, List<PendingOrder> orders);

    /** Classifies a failed call by what it did to its orders; in doubt {@code UNKNOWN}. */
    FailureKind diagnose(DataAccessException failed);

    /** Returns why the engine refuses every order; empty when the failure is of another kind. */
    default Optional<Refused> refusal(DataAccessException failed) {
        return Optional.empty();
    }

    /** Whether the failure is an answer of the engine itself, which is therefore reachable. */
    boolean isAnswer(DataAccessException failed);
}
