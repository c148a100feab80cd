package org.seckill.batch;

import java.time.Duration;

/** How long a lane takes for a batch, as of late: each batch counts for a fifth. Safe for use by any number of threads. */
final class ServiceRate {
    private static final double WEIGHT = 0.2;

    /** Before the first batch: what a slow disk takes to commit. */
    private static final double FIRST_NANOS = 10_000_000;

    private final int batch;

    private volatile double nanosPerBatch = FIRST_NANOS;

    /** @param batch orders in one at most */
    ServiceRate(int batch) {
        this.batch = batch;
    }

    /** By one thread at a time. */
    void served(long nanos) {
        double before = nanosPerBatch;
        nanosPerBatch = before + WEIGHT * (nanos - before);
    }

    /** @return whole seconds, rounded up, at least one */
    Duration timeFor(int orders) {
        int batches = (orders + batch - 1) / batch;
        double seconds = batches * nanosPerBatch / Duration.ofSeconds(1).toNanos();
        return Duration.ofSeconds(Math.max(1, (long) Math.ceil(seconds)));
    }
}
