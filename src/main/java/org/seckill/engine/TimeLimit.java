package org.seckill.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.seckill.server.StartupFailure;

/** A bounded wait for something that announces itself to nobody. */
record TimeLimit(long deadlineNanos) {
    private static final long PAUSE_MILLIS = 20;

    static TimeLimit of(Duration limit) {
        return new TimeLimit(System.nanoTime() + limit.toNanos());
    }

    /** Asks until it holds; false when the time is over. */
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
