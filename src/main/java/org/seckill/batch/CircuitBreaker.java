package org.seckill.batch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/**
 * A circuit breaker (M. Nygard, Release It!, 2007) for one engine. It opens when the engine does not answer, or answers
 * but carries out no order. While it is open, one order a second passes as a probe and the others are refused at once,
 * so that they do not block the server's threads. Thread-safe.
 */
public final class CircuitBreaker {
    private static final Logger log = LoggerFactory.getLogger(CircuitBreaker.class);

    /** The engine counts as down after failures for this long without an answer. */
    private static final long SILENCE = Duration.ofSeconds(1).toNanos();

    private static final long PROBE_INTERVAL = Duration.ofSeconds(1).toNanos();

    /** A refusal expires unless a call confirms it: without orders, no call would disprove it. */
    private static final long REFUSAL_LIFETIME = Duration.ofSeconds(10).toNanos();

    private final String engine;
    private final Predicate<Throwable> isAnswer;
    private final LongSupplier nanos;
    private final AtomicLong nextProbe = new AtomicLong();
    private volatile long lastAnswer;

    /** Start of the current series of failures; undefined while {@code failing} is false. */
    private volatile long failingSince;

    private volatile boolean failing;
    private volatile boolean available = true;

    private final AtomicLong nextOrder = new AtomicLong();

    /** Why the engine carries out no order; null while it does. */
    private volatile @Nullable Refusal refusal;

    /** Start of the current series of refusals. */
    private volatile long refusedSince;

    private volatile long lastRefused;

    private record Refusal(String reason, long confirmed) {}

    /**
     * @param engine the engine's name in log lines
     * @param isAnswer whether a failure is an answer of the engine, which is therefore reachable
     */
    public CircuitBreaker(String engine, Predicate<Throwable> isAnswer) {
        this(engine, isAnswer, System::nanoTime);
    }

    /** @param nanos the clock, like {@link System#nanoTime()} */
    public CircuitBreaker(String engine, Predicate<Throwable> isAnswer, LongSupplier nanos) {
        this.engine = engine;
        this.isAnswer = isAnswer;
        this.nanos = nanos;
        this.lastAnswer = nanos.getAsLong();
        this.lastRefused = lastAnswer - REFUSAL_LIFETIME;
    }

    /** Whether a call of any kind may be made now; while the engine does not answer, one a second may. */
    public boolean tryAcquire() {
        if (available) {
            return true;
        }
        return isDue(nextProbe);
    }

    /**
     * Makes a call of any kind and notes whether the engine answered. The caller has a permission of {@link #tryAcquire}.
     *
     * @throws DataAccessException as the call does
     */
    public <T> T call(Supplier<T> call) {
        long begun = nanos.getAsLong();
        try {
            T answer = call.get();
            answered();
            return answer;
        } catch (DataAccessException e) {
            failed(begun, e);
            throw e;
        }
    }

    /** Whether an order may be sent now; while the breaker is open, one a second may. */
    boolean tryAcquireOrder() {
        return currentRefusal() == null ? tryAcquire() : isDue(nextOrder);
    }

    /** Whether the engine answers and carries out orders. */
    boolean isAvailable() {
        return available && currentRefusal() == null;
    }

    /** Returns why the engine answers but carries out no order; empty while it does. */
    public Optional<String> refusal() {
        return Optional.ofNullable(currentRefusal()).map(Refusal::reason);
    }

    /** The engine carried out an order. */
    public void accepted() {
        answered();
        lastRefused = nanos.getAsLong() - REFUSAL_LIFETIME;
        if (refusal != null) {
            refusal = null;
            log.warn("{} carries out orders again", engine);
        }
    }

    /**
     * The engine answered that it carries out no order. A refusal that may be transient counts only after a second in
     * which no order was carried out.
     *
     * @param begun start of the order's first attempt, in nanoseconds of this breaker's clock
     */
    public void refused(long begun, BatchEngine.Refused why) {
        answered();
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
            nextOrder.set(now + PROBE_INTERVAL);
            log.warn("{} refuses every order, buyers are asked to try again: {}", engine, why.reason());
        }
    }

    private @Nullable Refusal currentRefusal() {
        Refusal current = refusal;
        return current == null || nanos.getAsLong() - current.confirmed > REFUSAL_LIFETIME ? null : current;
    }

    private boolean isDue(AtomicLong next) {
        long now = nanos.getAsLong();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + PROBE_INTERVAL);
    }

    /** The engine answered. */
    public void answered() {
        lastAnswer = nanos.getAsLong();
        failing = false;
        if (!available) {
            available = true;
            log.warn("{} answers again", engine);
        }
    }

    /**
     * A call failed. The failure may be an answer of the engine.
     *
     * @param begun start of the call, in nanoseconds of this breaker's clock
     */
    public void failed(long begun, DataAccessException thrown) {
        if (isAnswer.test(thrown)) {
            answered();
        } else {
            unanswered(begun, NestedExceptionUtils.getMostSpecificCause(thrown));
        }
    }

    /**
     * A call failed without an answer. The breaker opens after a second of failures without an answer between them,
     * of one order or of several.
     *
     * @param begun start of the order's first attempt, in nanoseconds of this breaker's clock
     */
    public void unanswered(long begun, Throwable cause) {
        long now = nanos.getAsLong();
        if (!failing) {
            failingSince = begun;
            failing = true;
        }
        boolean silent = now - lastAnswer > SILENCE && now - failingSince > SILENCE;
        if (available && silent) {
            nextProbe.set(now + PROBE_INTERVAL);
            available = false;
            log.warn("{} does not answer, orders are refused until it does: {}", engine, cause.toString());
        }
    }
}
