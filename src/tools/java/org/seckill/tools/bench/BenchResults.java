package org.seckill.tools.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.Round;

/** The rounds of each case, in the order in which the cases were first run. */
final class BenchResults {
    private final Map<BenchCase, List<Round>> rounds = new LinkedHashMap<>();

    void add(BenchCase of, Round round) {
        rounds.computeIfAbsent(of, first -> new ArrayList<>()).add(round);
    }

    Map<BenchCase, List<Round>> rounds() {
        return rounds;
    }

    /** The rounds that have figures, of the cases that have such rounds. */
    Map<BenchCase, List<Round>> measured() {
        Map<BenchCase, List<Round>> measured = new LinkedHashMap<>();
        rounds.forEach((of, all) -> {
            List<Round> some =
                    all.stream().filter(round -> !round.figures().isEmpty()).toList();
            if (!some.isEmpty()) {
                measured.put(of, some);
            }
        });
        return measured;
    }

    /** @return nothing when the case was not run */
    OptionalDouble median(String name, String figure) {
        double[] values = measured().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .flatMap(entry -> entry.getValue().stream())
                .mapToDouble(round -> round.figures().getOrDefault(figure, Double.NaN))
                .toArray();
        return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Figures.median(values));
    }

    /** @return the highest median of all cases whose name begins so */
    OptionalDouble best(String prefix) {
        return rounds.keySet().stream()
                .map(BenchCase::name)
                .filter(name -> name.startsWith(prefix))
                .mapToDouble(name -> median(name, Round.RATE).orElseThrow())
                .max();
    }

    long checked() {
        return rounds.values().stream()
                .flatMap(List::stream)
                .mapToLong(Round::checked)
                .sum();
    }

    List<String> faults() {
        return rounds.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .flatMap(round -> round.faults().stream())
                        .map(fault -> entry.getKey().name() + ": " + fault))
                .distinct()
                .toList();
    }
}
