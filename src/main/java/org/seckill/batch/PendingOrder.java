package org.seckill.batch;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.seckill.order.Order;
import org.seckill.order.Outcome;

/**
 * An order between its arrival and its answer. Its answer is set once, by the call that decides it or by its deadline. Thread-safe; one thread at a time sends it.
 */
public final class PendingOrder {
    private enum Stage {
        /** No call contains it: giving it up is a refusal. */
        UNSENT,
        /** It is or may be recorded: only the engine may refuse it. */
        SENT,
        ANSWERED
    }

    private final Order order;
    private final long arrivedAt;
    private final long deadline;
    private final CompletableFuture<Outcome> answer = new CompletableFuture<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.UNSENT);

    /** Set by the first call and the same in later ones: a delayed call expires no later than the last one. */
    private @Nullable TimedOrder sent;

    /** Whether a call with it was lost; that call may still commit. */
    private boolean lost;

    /**
     * @param now the time of arrival, by {@link System#nanoTime()}
     * @param deadline by {@link System#nanoTime()}
     */
    public PendingOrder(Order order, long now, long deadline) {
        this.order = order;
        this.arrivedAt = now;
        this.deadline = deadline;
    }

    public Order order() {
        return order;
    }

    public CompletableFuture<Outcome> answer() {
        return answer;
    }

    long nanosSinceArrival(long now) {
        return now - arrivedAt;
    }

    /** @return not positive when the deadline has passed */
    long nanosLeft(long now) {
        return deadline - now;
    }

    /**
     * Gives the order up if its deadline has passed.
     *
     * @return whether the order still has no answer
     */
    boolean stillWaits(long now) {
        if (nanosLeft(now) <= 0) {
            giveUp();
        }
        return isOpen();
    }

    boolean isOpen() {
        return stage.get() != Stage.ANSWERED;
    }

    /** @return false when the order already has an answer and must not be sent */
    boolean send() {
        return stage.compareAndSet(Stage.UNSENT, Stage.SENT) || stage.get() == Stage.SENT;
    }

    /**
     * Returns the order with its latest time, which the first call sets.
     *
     * @param engineNow {@code now} by the engine's clock
     */
    TimedOrder sentAt(long now, Instant engineNow) {
        if (sent == null) {
            sent = new TimedOrder(order, engineNow.plusNanos(nanosLeft(now)));
        }
        return sent;
    }

    /** Whether an earlier call contained it. */
    boolean wasSentBefore() {
        return sent != null;
    }

    /** The call did not reach the engine, or had no effect on this order: it may be sent again. */
    public void returned() {
        if (!lost) {
            stage.compareAndSet(Stage.SENT, Stage.UNSENT);
        }
    }

    /** Outcome unknown: the call may still commit. */
    void lost() {
        lost |= stage.get() == Stage.SENT;
    }

    /** Answers with the decision of the latest call, unless a lost call may still change it. */
    public void decided(Outcome outcome) {
        // Until the order's latest time, a lost call may still find new stock, or the window open.
        if (!lost || !(outcome instanceof Outcome.Over)) {
            answerWith(outcome);
        }
    }

    /** Answers that the outcome is unknown, unless a lost call may still commit. */
    public void failed() {
        if (!lost) {
            answerWith(new Outcome.Unknown());
        }
    }

    /**
     * Answers that the order itself is invalid, unless a lost call may still commit.
     *
     * @param cause for the operator
     */
    public void broken(String cause) {
        if (!lost) {
            answerWith(new Outcome.Broken(cause));
        }
    }

    private void answerWith(Outcome outcome) {
        if (stage.getAndSet(Stage.ANSWERED) != Stage.ANSWERED) {
            answer.complete(outcome);
        }
    }

    /** Answers busy if no call may have recorded it, else unknown. */
    void giveUp() {
        refuse();
        if (stage.compareAndSet(Stage.SENT, Stage.ANSWERED)) {
            answer.complete(new Outcome.Unknown());
        }
    }

    /** Answers busy if no call may have recorded it, else does nothing. */
    void refuse() {
        if (stage.compareAndSet(Stage.UNSENT, Stage.ANSWERED)) {
            answer.complete(Outcome.Busy.SOON);
        }
    }
}
