package org.seckill.purchase;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An order between its arrival and its answer. It is answered once, by whoever comes first: the call that
 * decided it, or its deadline. Safe for use by any number of threads; only one at a time sends it.
 */
final class Waiting {
    private enum Stage {
        /** The database knows nothing of it: giving it up is a refusal. */
        UNSENT,
        /** It is or may be in the database: nobody may call it refused before the database has. */
        SENT,
        ANSWERED
    }

    private final Order order;
    private final long arrivedAt;
    private final long deadline;
    private final CompletableFuture<Outcome> answer = new CompletableFuture<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.UNSENT);

    /** Whether a call with it was lost, so that a later call's refusal tells nothing of the earlier one. */
    private boolean lost;

    /** @param now and {@code deadline} by {@link System#nanoTime()} */
    Waiting(Order order, long now, long deadline) {
        this.order = order;
        this.arrivedAt = now;
        this.deadline = deadline;
    }

    Order order() {
        return order;
    }

    CompletableFuture<Outcome> answer() {
        return answer;
    }

    long nanosSinceArrival(long now) {
        return now - arrivedAt;
    }

    /** @return negative when the deadline has passed */
    long nanosLeft(long now) {
        return deadline - now;
    }

    /** @return false when it is answered already, or given up now, because its time is over */
    boolean send(long now) {
        if (nanosLeft(now) <= 0) {
            giveUp();
            return false;
        }
        return stage.compareAndSet(Stage.UNSENT, Stage.SENT) || stage.get() == Stage.SENT;
    }

    /** The call did not reach the database, or was rolled back there. */
    void returned() {
        if (!lost) {
            stage.compareAndSet(Stage.SENT, Stage.UNSENT);
        }
    }

    /** Nobody knows what the call did. */
    void lost() {
        lost = true;
    }

    void decided(Outcome outcome) {
        if (stage.getAndSet(Stage.ANSWERED) != Stage.ANSWERED) {
            answer.complete(outcome);
        }
    }

    /** Answers what is known of it: busy when it was never sent, else unknown. */
    void giveUp() {
        if (stage.compareAndSet(Stage.UNSENT, Stage.ANSWERED)) {
            answer.complete(Outcome.Busy.SOON);
        } else if (stage.compareAndSet(Stage.SENT, Stage.ANSWERED)) {
            answer.complete(new Outcome.Unknown());
        }
    }

    /** As {@link #giveUp}, but leaves alone what may be in the database. */
    void refuse(Outcome.Busy busy) {
        if (stage.compareAndSet(Stage.UNSENT, Stage.ANSWERED)) {
            answer.complete(busy);
        }
    }
}
