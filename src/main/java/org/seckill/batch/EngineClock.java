package org.seckill.batch;

import java.time.Instant;

/**
 * An engine's clock, extrapolated from one reading with {@link System#nanoTime()}. A change of this machine's wall clock
 * has no effect on it.
 *
 * @param reading the time that the engine returned
 * @param nanos {@link System#nanoTime()} when the reading arrived
 */
record EngineClock(Instant reading, long nanos) {
    static EngineClock now(Instant reading) {
        return new EngineClock(reading, System.nanoTime());
    }

    /** @param now by {@link System#nanoTime()} */
    Instant at(long now) {
        return reading.plusNanos(now - nanos);
    }
}
