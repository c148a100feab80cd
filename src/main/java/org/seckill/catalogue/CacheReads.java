package org.seckill.catalogue;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Counts the reads of one cache level by result. Thread-safe. */
final class CacheReads {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /** Counts a read as a hit or a miss. */
    void answered(boolean hit) {
        (hit ? hits : misses).increment();
    }

    void failed() {
        failures.increment();
    }

    /** Reads from the source and counts the result; an exception counts as a failure. */
    <T> Optional<T> counting(Supplier<Optional<T>> source) {
        try {
            Optional<T> found = source.get();
            answered(found.isPresent());
            return found;
        } catch (RuntimeException e) {
            failed();
            throw e;
        }
    }

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }

    long failures() {
        return failures.sum();
    }
}
