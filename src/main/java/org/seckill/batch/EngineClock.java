package org.seckill.batch;

import java.time.Instant;

/**
 * What an engine's clock said once. It tells the time by that clock ever after, whatever becomes of this machine's
 * own, which may be set.
 *
 * @param nanos by {@link System#nanoTime()}, when it was heard
 */
record EngineClock(Instant said, long nanos) {
    static EngineClock now(Instant said) {
        return new EngineClock(said, System.nanoTime());
    }

    /** @param now by {@link System#nanoTime()} */
    Instant at(long now) {
        return said.plusNanos(now - nanos);
    }
}
