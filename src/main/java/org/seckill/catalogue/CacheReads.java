package org.seckill.catalogue;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** How often one level of a cache was asked, and what came of it. Safe for use by any number of threads. */
final class CacheReads {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /** @param hit whether this level had an answer */
    void answered(boolean hit) {
        (hit ? hits : misses).increment();
    }

    void failed() {
        failures.increment();
    }

    /** Asks the source, and counts what came of it. */
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
