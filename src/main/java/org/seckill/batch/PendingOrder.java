package org.seckill.batch;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Queued;
import org.seckill.order.Outcome.Recorded;
import org.seckill.order.Outcome.Repeat;

/**
 * An order between its arrival and its answer. Its answer is set once, by the call that decides it or by its deadline.
 * Thread-safe; one thread at a time sends it.
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
    private @Nullable Instant latest;

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

    /** The time by the engine's clock after which the engine must not record the order; null for no limit. */
    public @Nullable Instant latest() {
        return latest;
    }

    /**
     * Sets the latest time, before the first call.
     *
     * @param engineNow {@code now} by the engine's clock
     */
    void limitAt(long now, Instant engineNow) {
        if (latest == null) {
            latest = engineNow.plusNanos(nanosLeft(now));
        }
    }

    /** Whether an earlier call contained it. */
    boolean wasSentBefore() {
        return latest != null;
    }

    /** The call did not reach the engine, or was rolled back: the order may be sent again. */
    void returned() {
        if (!lost) {
            stage.compareAndSet(Stage.SENT, Stage.UNSENT);
        }
    }

    /** Outcome unknown: the call may still commit. */
    void lost() {
        lost |= stage.get() == Stage.SENT;
    }

    /** Answers with the decision of the latest call, unless a lost call may still change it. */
    void decided(Outcome outcome) {
        // Until the order's latest time, a lost call may still be carried out, and find new stock or the window open.
        if (!lost || outcome instanceof Recorded || outcome instanceof Repeat || outcome instanceof Queued) {
            answerWith(outcome);
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
