package org.seckill.desk;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Whether an engine, the database by default, answers at all. While it does not, one order now and then is let through to find
 * out, and the others are refused at once instead of collecting the server's threads (a circuit breaker:
 * M. Nygard, Release It!, 2007). Safe for use by any number of threads.
 */
@Component
public final class Pulse {
    private static final Logger log = LoggerFactory.getLogger(Pulse.class);

    /** So long no call must have been answered, and some order must have been trying, before it counts as down. */
    private static final long SILENCE = Duration.ofSeconds(1).toNanos();

    private static final long BETWEEN_PROBES = Duration.ofSeconds(1).toNanos();

    private final String engine;
    private final LongSupplier nanos;
    private final AtomicLong nextProbe = new AtomicLong();
    private volatile long lastBeat;

    /** Since when calls fail that were not answered meanwhile; means nothing while none has failed. */
    private volatile long failingSince;

    private volatile boolean failing;
    private volatile boolean sound = true;

    Pulse() {
        this("the database");
    }

    /** @param engine its name in log lines */
    public Pulse(String engine) {
        this(engine, System::nanoTime);
    }

    Pulse(String engine, LongSupplier nanos) {
        this.engine = engine;
        this.nanos = nanos;
        this.lastBeat = nanos.getAsLong();
    }

    /** Whether an order, or whatever else asks the database, is to be tried when it comes now. */
    public boolean mayTry() {
        if (sound) {
            return true;
        }
        long now = nanos.getAsLong();
        long due = nextProbe.get();
        return now - due >= 0 && nextProbe.compareAndSet(due, now + BETWEEN_PROBES);
    }

    boolean isSound() {
        return sound;
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
        if (SqlDiagnosis.isAnswer(thrown)) {
            beat();
        } else {
            missed(begun, SqlDiagnosis.rootOf(thrown));
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
