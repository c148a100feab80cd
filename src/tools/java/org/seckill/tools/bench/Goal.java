package org.seckill.tools.bench;

import java.util.List;
import java.util.OptionalDouble;
import org.seckill.tools.benchcase.BenchCases;
import org.seckill.tools.measure.Round;

/**
 * A figure to reach.
 *
 * @param value nothing when its cases were not run
 * @param isBound whether the figure is to stay below, not above
 */
record Goal(String title, OptionalDouble value, double atLeast, double aim, String unit, boolean isBound) {

    /** All of issue and report; each ratio is of medians of one run. */
    static List<Goal> of(BenchResults results, long peakHeap) {
        OptionalDouble best = results.best("purchase-");
        OptionalDouble empty = results.best("empty-");
        return List.of(
                ratio(
                        "purchases over HTTP / one call per purchase over JDBC",
                        best,
                        rate(results, "jdbc-procedure"),
                        35,
                        45),
                ratio("purchases over HTTP / empty servlet, each at its best", best, empty, 0.36, 0.5),
                ratio(
                        "reservations over HTTP / empty servlet, each at its best",
                        results.best("reserve-"),
                        empty,
                        0.45,
                        0.6),
                ratio(
                        "drain of the stream / one call per purchase over JDBC",
                        rate(results, "drain"),
                        rate(results, "jdbc-procedure"),
                        20,
                        20),
                beside(results, "sold-out", "sold-out refusals / empty servlet", 1, 1.3),
                beside(results, "exposer", "exposer / empty servlet", 1, 1.3),
                beside(results, "detail", "detail page / empty servlet", 1, 1.3),
                ratio("purchases with 4,096 waiters / best", rate(results, "purchase-4096"), best, 0.95, 1),
                new Goal(
                        "lone buyer / raw call, medians",
                        divide(results.median("lone", Round.MEDIAN), results.median("lone", Round.RAW_MEDIAN)),
                        1.2,
                        1.1,
                        "",
                        true),
                new Goal("p99 of a purchase at 80% load", results.median("steady", Round.P99), 45, 20, " ms", true),
                new Goal("a full lane's refusal, p99", results.median("full", Round.P99), 5, 5, " ms", true),
                new Goal("heap", OptionalDouble.of((double) peakHeap), 200, 100, " MB", true));
    }

    String verdict() {
        if (value.isEmpty()) {
            return "not run";
        }
        return reaches(aim) ? "aim reached" : reaches(atLeast) ? "reached" : "missed";
    }

    private boolean reaches(double bound) {
        return isBound ? value.orElseThrow() <= bound : value.orElseThrow() >= bound;
    }

    private static Goal beside(BenchResults results, String name, String title, double atLeast, double aim) {
        return ratio(title, rate(results, name), rate(results, "empty-" + BenchCases.COMPARED), atLeast, aim);
    }

    private static Goal ratio(String title, OptionalDouble of, OptionalDouble to, double atLeast, double aim) {
        return new Goal(title, divide(of, to), atLeast, aim, "", false);
    }

    private static OptionalDouble divide(OptionalDouble of, OptionalDouble to) {
        return of.isPresent() && to.isPresent()
                ? OptionalDouble.of(of.getAsDouble() / to.getAsDouble())
                : OptionalDouble.empty();
    }

    private static OptionalDouble rate(BenchResults results, String name) {
        return results.median(name, Round.RATE);
    }
}
