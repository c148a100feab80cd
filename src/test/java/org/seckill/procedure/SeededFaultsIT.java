package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.seckill.testkit.run.SeededTrials;
import org.seckill.testkit.sqlfault.SqlFaultCounts;

/**
 * Sales whose connections to the database break at every point of the exchange: the answers to the buyers are compared with
 * the database. {@code -Dseckill.seeds=1000} runs the first 1000 seeds, {@code -Dseckill.seed=123} that seed alone.
 */
@Tag("database")
class SeededFaultsIT {
    private static final int SEEDS = Integer.getInteger("seckill.seeds", 100);
    private static final int BLOCKS = 10;

    /** Seeds that run at the same time; most of them wait. */
    private static final int AT_A_TIME = 12;

    private static final Path REPORT = Path.of("target", "seeded-faults.md");

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_A_TIME);

    private final SqlFaultCounts faults = new SqlFaultCounts();
    private final Map<String, Long> outcomes = new ConcurrentHashMap<>();

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> nothingIsLostRefusedOrDoubledWhereverTheConnectionBreaks() {
        long begun = System.nanoTime();
        return SeededTrials.run(
                SEEDS,
                BLOCKS,
                THREADS,
                this::run,
                dynamicTest("the report", () -> report(Duration.ofNanos(System.nanoTime() - begun))),
                dynamicTest(
                        "every fault struck", () -> assertThat(faults.missing()).isEmpty()),
                dynamicTest(
                        "every outcome was seen",
                        () -> assertThat(outcomes).containsOnlyKeys("Recorded", "Repeat", "Over", "Busy", "Unknown")));
    }

    private void run(long seed) {
        try (SeededTrial trial = new SeededTrial(seed, faults)) {
            trial.run()
                    .forEach(
                            answer -> outcomes.merge(answer.outcome().getClass().getSimpleName(), 1L, Long::sum));
        }
    }

    private void report(Duration took) {
        String text = String.format(
                Locale.ROOT,
                "%d seeds in %d s; answers: %s; faults that struck: %d%n%n%s",
                SEEDS,
                took.toSeconds(),
                new TreeMap<>(outcomes),
                faults.sum(),
                faults.table());
        try {
            Files.writeString(REPORT, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
