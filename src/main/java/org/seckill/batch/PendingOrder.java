package org.seckill.batch;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.seckill.order.Order;
import org.seckill.order.Outcome;

/**
 * An order between its arrival and its answer. It is answered once, by whoever comes first: the call that
 * decided it, or its deadline. Safe for use by any number of threads; only one at a time sends it.
 */
public final class PendingOrder {
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

    /** Set when it is first sent, and the same in each later call: a call that comes late must not outlive the last. */
    private @Nullable TimedOrder sent;

    /** Whether a call with it was lost, which may still arrive and record it. */
    private boolean lost;

    /** @param now and {@code deadline} by {@link System#nanoTime()} */
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

    /** @return negative when the deadline has passed */
    long nanosLeft(long now) {
        return deadline - now;
    }

    /** @return false when it is answered already, or given up now, because its time is over */
    boolean stillWaits(long now) {
        if (nanosLeft(now) <= 0) {
            giveUp();
        }
        return isOpen();
    }

    boolean isOpen() {
        return stage.get() != Stage.ANSWERED;
    }

    /** @return false when it is answered already, and must not be sent */
    boolean send() {
        return stage.compareAndSet(Stage.UNSENT, Stage.SENT) || stage.get() == Stage.SENT;
    }

    /** @param databaseNow {@code now} by the database's clock, as far as it is known at the first call */
    TimedOrder sentAt(long now, Instant databaseNow) {
        if (sent == null) {
            sent = new TimedOrder(order, databaseNow.plusNanos(nanosLeft(now)));
        }
        return sent;
    }

    /** Whether an earlier call had it, whatever became of that. */
    boolean wasSentBefore() {
        return sent != null;
    }

    /** The call did not reach the engine, or did nothing there with this order. */
    public void returned() {
        if (!lost) {
            stage.compareAndSet(Stage.SENT, Stage.UNSENT);
        }
    }

    /** Nobody knows what the call did, if it was one. */
    void lost() {
        lost |= stage.get() == Stage.SENT;
    }

    /** What the latest call told; it stays open while a lost one may tell otherwise. */
    public void decided(Outcome outcome) {
        // A lost call may still find stock again, or the window open, until the order's time is over.
        if (!lost || !(outcome instanceof Outcome.Over)) {
            answerWith(outcome);
        }
    }

    /** What became of it is beyond us; it stays open while a lost call may still arrive. */
    public void failed() {
        if (!lost) {
            answerWith(new Outcome.Unknown());
        }
    }

    /** The engine refuses it in itself; it stays open while a lost call may tell otherwise. */
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

    /** Answers what is known of it: busy when it was never sent, else unknown. */
    void giveUp() {
        refuse();
        if (stage.compareAndSet(Stage.SENT, Stage.ANSWERED)) {
            answer.complete(new Outcome.Unknown());
        }
    }

    /** As {@link #giveUp}, but leaves alone what may be in the database. */
    void refuse() {
        if (stage.compareAndSet(Stage.UNSENT, Stage.ANSWERED)) {
            answer.complete(Outcome.Busy.SOON);
        }
    }
}
