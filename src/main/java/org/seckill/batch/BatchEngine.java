package org.seckill.batch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/**
 * The engine that decides a desk's orders, many in one call. It remembers tickets: a call that is made again with the
 * same ones decides nothing twice. Used by any number of threads.
 */
public interface BatchEngine {
    /** What a call decided, by the engine's clock, and what tells the buyers; to be run once. */
    record Decision(Instant decidedAt, Runnable answers) {}

    /**
     * The engine answers, and carries out no order at all.
     *
     * @param reason for operators, in plain words: no secret, no address
     * @param mayPass whether it may be over within a moment, such as that a procedure is being replaced
     */
    record Refused(String reason, boolean mayPass) {}

    /**
     * The time by which the engine refuses a sale's orders that come after their latest time.
     *
     * @throws DataAccessException when it does not tell
     */
    Instant clock(long sale);

    /**
     * One call. The buyers are told by the decision's answers and not before.
     *
     * @param called their orders, in the order of arrival, are {@code orders}
     * @throws DataAccessException for {@link #diagnose}
     */
    Decision decide(long sale, List<PendingOrder> called, List<TimedOrder> orders);

    /** What a failed call says of its orders. In doubt it is unknown. */
    FailureKind diagnose(DataAccessException failed);

    /** Whether the failed call says that the engine refuses every order; empty where it says nothing of the kind. */
    default Optional<Refused> refusal(DataAccessException failed) {
        return Optional.empty();
    }

    /** Whether the engine itself said this: it lives, whatever it said. */
    boolean isAnswer(DataAccessException failed);
}
