package org.seckill.testkit.run;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Runs trials, each of which is determined by its seed. */
public final class SeededTrials {
    private SeededTrials() {}

    /**
     * Runs the trials of all seeds and reports them in blocks, or only the trial of {@code -Dseckill.seed}.
     *
     * @param count the last seed; the first is 1
     * @param afterwards tests of all trials together; not run with a single seed
     */
    public static Stream<DynamicTest> run(
            int count, int blocks, ExecutorService threads, LongConsumer trial, DynamicTest... afterwards) {
        Long alone = Long.getLong("seckill.seed");
        if (alone != null) {
            return Stream.of(dynamicTest("seed " + alone, () -> trial.accept(alone)));
        }
        List<Future<?>> running = LongStream.rangeClosed(1, count)
                .<Future<?>>mapToObj(seed -> threads.submit(() -> trial.accept(seed)))
                .toList();
        int size = Math.max(1, count / blocks);
        Stream<DynamicTest> told = IntStream.iterate(0, from -> from < count, from -> from + size)
                .mapToObj(from -> block(from, running.subList(from, Math.min(count, from + size))));
        return Stream.concat(told, Stream.of(afterwards));
    }

    private static DynamicTest block(int from, List<Future<?>> block) {
        String name = String.format(Locale.ROOT, "seeds %d to %d", from + 1, from + block.size());
        return dynamicTest(name, () -> Assertions.assertAll(block.stream().map(SeededTrials::ended)));
    }

    private static Executable ended(Future<?> trial) {
        return () -> {
            try {
                trial.get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        };
    }
}
