package org.seckill.desk;

import java.time.Instant;

/**
 * What an engine's clock said once. It tells the time by that clock ever after, whatever becomes of this machine's
 * own, which may be set.
 *
 * @param nanos by {@link System#nanoTime()}, when it was heard
 */
record ToldTime(Instant said, long nanos) {
    static ToldTime now(Instant said) {
        return new ToldTime(said, System.nanoTime());
    }

    /** @param now by {@link System#nanoTime()} */
    Instant at(long now) {
        return said.plusNanos(now - nanos);
    }
}
