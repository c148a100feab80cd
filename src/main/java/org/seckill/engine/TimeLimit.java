package org.seckill.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.seckill.server.StartupFailure;

/** Waits for a condition by polling, up to a deadline. */
record TimeLimit(long deadlineNanos) {
    private static final long PAUSE_MILLIS = 20;

    static TimeLimit of(Duration limit) {
        return new TimeLimit(System.nanoTime() + limit.toNanos());
    }

    /** @return whether the condition became true before the deadline */
    boolean until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("interrupted while starting", e);
        }
    }
}
