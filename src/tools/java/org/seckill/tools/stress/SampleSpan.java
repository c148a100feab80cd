package org.seckill.tools.stress;

import java.util.Collection;

/** Some answers, by when they were asked for and heard. */
final class SampleSpan {
    private static final double MILLIS = 1000.0;

    private final long firstStart;
    private final long lastEnd;
    private final int[] sorted;

    /** @param samples one at least */
    SampleSpan(Collection<StressSample> samples) {
        this.firstStart = samples.stream().mapToLong(StressSample::start).min().orElseThrow();
        this.lastEnd = samples.stream().mapToLong(StressSample::end).max().orElseThrow();
        this.sorted = samples.stream().mapToInt(StressSample::millis).sorted().toArray();
    }

    long firstStart() {
        return firstStart;
    }

    long lastEnd() {
        return lastEnd;
    }

    int count() {
        return sorted.length;
    }

    double seconds() {
        return (lastEnd - firstStart) / MILLIS;
    }

    double perSecond() {
        return count() / Math.max(1 / MILLIS, seconds());
    }

    /** @return how many milliseconds so many in a hundred did not exceed */
    int percentile(int percent) {
        return sorted[Math.max(0, (int) Math.ceil(count() * percent / 100.0) - 1)];
    }

    /** In milliseconds. */
    int slowest() {
        return sorted[count() - 1];
    }
}
