package org.seckill.batch;

import java.time.Duration;

/** Moving average of the time that a lane takes for a batch; the latest batch weighs a fifth. Thread-safe. */
final class ServiceRate {
    private static final double WEIGHT = 0.2;

    /** The estimate before the first batch: a commit on a slow disk. */
    private static final double FIRST_NANOS = 10_000_000;

    private final int batch;

    private volatile double nanosPerBatch = FIRST_NANOS;

    /** @param batch the most orders in one batch */
    ServiceRate(int batch) {
        this.batch = batch;
    }

    /** Adds the duration of a batch; called by one thread at a time. */
    void served(long nanos) {
        double before = nanosPerBatch;
        nanosPerBatch = before + WEIGHT * (nanos - before);
    }

    /** Estimates the time to serve so many orders, in whole seconds, rounded up, at least one. */
    Duration timeFor(int orders) {
        int batches = (orders + batch - 1) / batch;
        double seconds = batches * nanosPerBatch / Duration.ofSeconds(1).toNanos();
        return Duration.ofSeconds(Math.max(1, (long) Math.ceil(seconds)));
    }
}
