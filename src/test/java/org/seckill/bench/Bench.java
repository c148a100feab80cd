package org.seckill.bench;

import java.util.List;
import java.util.stream.Collectors;

/** The benchmark, as {@code bench/run} starts it. */
final class Bench {
    private static final int WARM_UP_SECONDS = 2;

    private Bench() {}

    /** Ends with status 1 when a check fails. */
    public static void main(String[] args) {
        Options options = Options.parse(args);
        Results results = new Results();
        try (Premises premises = Premises.open()) {
            List<Case> cases = new Cases(premises)
                    .all().stream()
                            .filter(one -> options.wanted().test(one.name()))
                            .toList();
            if (!options.isShort()) {
                say("warm-up");
                cases.forEach(one -> one.round(WARM_UP_SECONDS));
            }
            for (int round = 1; round <= options.rounds(); round++) {
                say("round " + round);
                for (Case one : cases) {
                    Round result = one.round(options.seconds());
                    results.add(one, result);
                    say(line(one, result));
                }
            }
            say("heap at most %d MB, live %d MB, resident %d MB"
                    .formatted(
                            premises.node().peakHeap(),
                            premises.node().peakLive(),
                            premises.node().peakResident()));
        }
        results.faults().forEach(Bench::say);
        System.exit(results.faults().isEmpty() ? 0 : 1);
    }

    private static String line(Case one, Round round) {
        String figures = round.figures().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(figure -> Figures.text(figure.getValue()) + " " + figure.getKey())
                .collect(Collectors.joining(", "));
        return "%-52s %s %s %s".formatted(one.title(), figures, round.notes(), round.faults());
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
