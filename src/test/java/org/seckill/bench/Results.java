package org.seckill.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The rounds of each case, in the order in which the cases were first run. */
final class Results {
    private final Map<Case, List<Round>> rounds = new LinkedHashMap<>();

    void add(Case of, Round round) {
        rounds.computeIfAbsent(of, first -> new ArrayList<>()).add(round);
    }

    Map<Case, List<Round>> rounds() {
        return rounds;
    }

    /** The rounds that have figures, of the cases that have such rounds. */
    Map<Case, List<Round>> measured() {
        Map<Case, List<Round>> measured = new LinkedHashMap<>();
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
                .map(Case::name)
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
