package org.seckill.tools.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.seckill.tools.benchcase.BenchCases;
import org.seckill.tools.benchcase.PurchaseCase;
import org.seckill.tools.benchcase.QueueCase;
import org.seckill.tools.benchcase.SteadyCase;
import org.seckill.tools.benchshop.BenchNodeProcess;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.Round;

/** The benchmark, as {@code bench/run} starts it. */
final class Bench {
    private static final int WARM_UP_SECONDS = 2;

    /** After one turn Java was still compiling the pages in the first measured round. */
    private static final int WARM_UP_TURNS = 2;

    /** Java compiles what purchases need for about half a minute of load, and takes a quarter of two cores meanwhile. */
    private static final int WARM_UP_SALES = 6;

    private static final int WARM_UP_SALE_SECONDS = 6;

    private final BenchOptions options;
    private final BenchShop premises;
    private final Path out;
    private final BenchResults results = new BenchResults();

    private Bench(BenchOptions options, BenchShop premises, Path out) {
        this.options = options;
        this.premises = premises;
        this.out = out;
    }

    /** Ends with status 1 when a check fails, and 2 when it cannot tell what to run; a missed figure is no failure. */
    public static void main(String[] args) {
        System.exit(status(args));
    }

    private static int status(String... args) {
        try {
            BenchOptions options = BenchOptions.parse(args);
            boolean isSound = true;
            for (String transport : options.transports()) {
                say("== transport " + transport);
                try (BenchShop premises = BenchShop.open(transport)) {
                    Path out = options.out(transport);
                    BenchCases cases = new BenchCases(premises, out);
                    options.requireSome(cases.names());
                    isSound &= new Bench(options, premises, out).run(cases);
                }
            }
            return isSound ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println("bench/run: " + e.getMessage());
            return 2;
        }
    }

    private boolean run(BenchCases cases) {
        Map<String, String> facts = Machine.describe(premises);
        List<BenchCase> inTurn = wanted(cases.all());
        say("== warm-up, and every answer beside its row");
        wanted(cases.witnesses()).forEach(witness -> play(witness, 1));
        if (!options.isShort()) {
            warmUp(inTurn);
        }
        for (int round = 1; round <= options.rounds(); round++) {
            say("== round " + round);
            inTurn.forEach(one -> play(one, options.seconds()));
        }
        playSteady();
        return conclude(facts);
    }

    private void warmUp(List<BenchCase> inTurn) {
        warmUp(new PurchaseCase(premises, BenchCases.COMPARED));
        if (inTurn.stream().anyMatch(QueueCase.class::isInstance)) {
            warmUp(new QueueCase(premises, BenchCases.COMPARED));
        }
        for (int turn = 0; turn < WARM_UP_TURNS; turn++) {
            inTurn.forEach(one -> one.round(Math.max(WARM_UP_SECONDS, options.seconds())));
        }
    }

    private static void warmUp(BenchCase sale) {
        for (int i = 0; i < WARM_UP_SALES; i++) {
            say(String.format(
                    Locale.ROOT,
                    "   %.0f per second, %s",
                    sale.round(WARM_UP_SALE_SECONDS).rate(),
                    sale.title()));
        }
    }

    private void playSteady() {
        OptionalDouble best = results.best("purchase-");
        if (best.isEmpty()) {
            return;
        }
        SteadyCase steady = new SteadyCase(premises, best.getAsDouble());
        if (wanted(List.of(steady)).isEmpty()) {
            return;
        }
        say("== at 80%% of %s purchases per second".formatted(Figures.text(best.getAsDouble())));
        if (!options.isShort()) {
            steady.calibrate(WARM_UP_SECONDS);
        }
        steady.rounds(options.rounds(), options.seconds()).forEach(round -> keep(steady, round));
    }

    private boolean conclude(Map<String, String> facts) {
        BenchNodeProcess node = premises.node();
        facts.put(
                "heap in use",
                String.format(
                        Locale.ROOT,
                        "at most %d MB, of which a collection left %d MB; %d MB resident",
                        node.peakHeap(),
                        node.peakLive(),
                        node.peakResident()));
        List<Goal> goals = Goal.of(results, node.peakHeap());
        new BenchReport(results, goals, facts).write(out);
        say("== figures");
        goals.forEach(goal -> say("%-56s %s %s"
                .formatted(
                        goal.title(),
                        goal.value().isPresent() ? Figures.text(goal.value().getAsDouble()) : "-",
                        goal.verdict())));
        say(String.format(
                Locale.ROOT,
                "%,d purchases checked, %d faults; see %s/report.md",
                results.checked(),
                results.faults().size(),
                out));
        results.faults().forEach(fault -> say("FAULT " + fault));
        return results.faults().isEmpty();
    }

    private void play(BenchCase one, int seconds) {
        keep(one, one.round(seconds));
    }

    private void keep(BenchCase one, Round round) {
        results.add(one, round);
        say(line(one, round));
    }

    private List<BenchCase> wanted(List<? extends BenchCase> cases) {
        return cases.stream()
                .filter(one -> options.wanted().test(one.name()))
                .<BenchCase>map(one -> one)
                .toList();
    }

    private static String line(BenchCase one, Round round) {
        String figures = round.figures().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(figure -> Figures.text(figure.getValue()) + " " + figure.getKey())
                .collect(Collectors.joining(", "));
        String more = String.join("; ", round.notes())
                + round.faults().stream().map(fault -> " FAULT " + fault).collect(Collectors.joining());
        return "%-55s %s %s".formatted(one.title(), figures, more);
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
