package org.seckill.purchase;

import java.time.Duration;

/** How fast a lane serves, as of late: each batch counts for a fifth. Safe for use by any number of threads. */
final class ServiceRate {
    private static final double WEIGHT = 0.2;

    /** Before the first batch, and for one order: what a slow disk takes to commit. */
    private static final double FIRST_NANOS_PER_ORDER = 10_000_000;

    private volatile double nanosPerOrder = FIRST_NANOS_PER_ORDER;

    /** By one thread at a time. */
    void served(int orders, long nanos) {
        double before = nanosPerOrder;
        nanosPerOrder = before + WEIGHT * ((double) nanos / orders - before);
    }

    /** @return whole seconds, rounded up, at least one */
    Duration timeFor(int orders) {
        double seconds = orders * nanosPerOrder / Duration.ofSeconds(1).toNanos();
        return Duration.ofSeconds(Math.max(1, (long) Math.ceil(seconds)));
    }
}
