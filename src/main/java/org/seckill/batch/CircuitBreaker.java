package org.seckill.batch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/**
 * Whether an engine, the database by default, answers at all, and whether it carries orders out. While it does not, one
 * order a second is let through to find out, and the others are refused at once instead of collecting the server's threads (a circuit breaker:
 * M. Nygard, Release It!, 2007). Safe for use by any number of threads.
 */
public final class CircuitBreaker {
    private static final Logger log = LoggerFactory.getLogger(CircuitBreaker.class);

    /** So long no call must have been answered, and some order must have been trying, before it counts as down. */
    private static final long SILENCE = Duration.ofSeconds(1).toNanos();

    private static final long BETWEEN_PROBES = Duration.ofSeconds(1).toNanos();

    /** A refusal that no call confirms for so long counts no more: without orders there is none to disprove it. */
    private static final long REFUSAL_LASTS = Duration.ofSeconds(10).toNanos();

    private final String engine;
    private final Predicate<Throwable> isAnswer;
    private final LongSupplier nanos;
    private final AtomicLong nextProbe = new AtomicLong();
    private volatile long lastBeat;

    /** Since when calls fail that were not answered meanwhile; means nothing while none has failed. */
    private volatile long failingSince;

    private volatile boolean failing;
    private volatile boolean sound = true;

    private final AtomicLong nextOrder = new AtomicLong();

    /** Why no order is carried out; null while orders are. */
    private volatile @Nullable Refusal refusal;

    /** Since when all calls are refused, and when the last one was. */
    private volatile long refusedSince;

    private volatile long lastRefused;

    private record Refusal(String reason, long confirmed) {}

    /**
     * @param engine its name in log lines
     * @param isAnswer whether a failure is an answer of the engine, which is up then
     */
    public CircuitBreaker(String engine, Predicate<Throwable> isAnswer) {
        this(engine, isAnswer, System::nanoTime);
    }

    public CircuitBreaker(String engine, Predicate<Throwable> isAnswer, LongSupplier nanos) {
        this.engine = engine;
        this.isAnswer = isAnswer;
        this.nanos = nanos;
        this.lastBeat = nanos.getAsLong();
        this.lastRefused = lastBeat - REFUSAL_LASTS;
    }

    /** Whether an order, or whatever else asks the database, is to be tried when it comes now. */
    public boolean mayTry() {
        if (sound) {
            return true;
        }
        return isDue(nextProbe);
    }

    /** Whether an order is to be tried when it comes now. */
    boolean mayOrder() {
        return currentRefusal() == null ? mayTry() : isDue(nextOrder);
    }

    boolean isSound() {
        return sound && currentRefusal() == null;
    }

    /** Why the engine, which answers, carries out no order; empty while it does. */
    public Optional<String> refusal() {
        return Optional.ofNullable(currentRefusal()).map(Refusal::reason);
    }

    /** The engine carried out an order. */
    public void accepted() {
        beat();
        lastRefused = nanos.getAsLong() - REFUSAL_LASTS;
        if (refusal != null) {
            refusal = null;
            log.warn("{} carries out orders again", engine);
        }
    }

    /**
     * The engine answered that it carries out no order at all. What may pass counts only after a second without an
     * order that was carried out.
     *
     * @param begun when the order was first tried, in nanoseconds of this clock
     */
    public void refused(long begun, BatchEngine.Refused why) {
        beat();
        long now = nanos.getAsLong();
        if (now - lastRefused > 2 * SILENCE) {
            refusedSince = begun;
        }
        lastRefused = now;
        if (why.mayPass() && now - refusedSince <= SILENCE) {
            return;
        }
        boolean isNew = refusal == null;
        refusal = new Refusal(why.reason(), now);
        if (isNew) {
            nextOrder.set(now + BETWEEN_PROBES);
            log.warn("{} refuses every order, so buyers are told to try again: {}", engine, why.reason());
        }
    }

    private @Nullable Refusal currentRefusal() {
        Refusal known = refusal;
        return known == null || nanos.getAsLong() - known.confirmed > REFUSAL_LASTS ? null : known;
    }

    private boolean isDue(AtomicLong next) {
        long now = nanos.getAsLong();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + BETWEEN_PROBES);
    }

    /** The engine answered. */
    public void beat() {
        lastBeat = nanos.getAsLong();
        failing = false;
        if (!sound) {
            sound = true;
            log.warn("{} answers again", engine);
        }
    }

    /** A call failed that was begun at {@link System#nanoTime()}; that may have been an answer all the same. */
    public void failed(long begun, DataAccessException thrown) {
        if (isAnswer.test(thrown)) {
            beat();
        } else {
            missed(begun, NestedExceptionUtils.getMostSpecificCause(thrown));
        }
    }

    /**
     * A call failed of an order that has been trying since {@code begun}, in nanoseconds of this clock. Many who try for a
     * short time, one after the other, show as much as one who tries for long.
     */
    public void missed(long begun, Throwable cause) {
        long now = nanos.getAsLong();
        if (!failing) {
            failingSince = begun;
            failing = true;
        }
        boolean silent = now - lastBeat > SILENCE && now - failingSince > SILENCE;
        if (sound && silent) {
            nextProbe.set(now + BETWEEN_PROBES);
            sound = false;
            log.warn("{} does not answer, orders are refused until it does: {}", engine, cause.toString());
        }
    }
}
