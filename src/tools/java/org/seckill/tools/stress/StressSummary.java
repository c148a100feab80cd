package org.seckill.tools.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.seckill.tools.chart.Figures;

/** One page of what a run showed, drawn from JMeter's samples. */
final class StressSummary {
    private final StressOptions terms;
    private final List<StressSample> samples;
    private final Map<String, SalePresses> rushes;
    private final List<String> faults;
    private final List<String> checks;

    /** @param samples those of the rehearsal, too */
    StressSummary(StressOptions terms, List<StressSample> samples, List<String> faults, List<String> checks) {
        this.terms = terms;
        this.samples = samples;
        this.rushes = new TreeMap<>(SalePresses.of(samples));
        this.faults = faults;
        this.checks = checks;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("# " + title() + "\n");
        lines.add("Drawn from JMeter's samples; [its own report](report/%s/index.html) has more.\n"
                .formatted(terms.plan().title()));
        lines.addAll(headline());
        lines.add("\n![Answers per second, and how long they took](summary.svg)\n");
        lines.addAll(kinds());
        lines.add("\n## What was checked\n");
        checks.forEach(check -> lines.add("    " + check));
        lines.add("");
        faults.forEach(fault -> lines.add("- **" + fault + "**"));
        return lines;
    }

    String title() {
        return "%s, desk `%s`".formatted(terms.plan().title(), terms.desk().setting());
    }

    private List<String> headline() {
        List<String> lines = new ArrayList<>(List.of("| | |", "|---|---:|"));
        rushes.forEach((sale, rush) -> lines.addAll(headline(rush)));
        SampleSpan whole = new SampleSpan(samples);
        long errors = samples.stream().filter(sample -> !sample.isRight()).count();
        lines.add(row("answers", String.format(Locale.ROOT, "%,d in %.1f s", whole.count(), whole.seconds())));
        lines.add(row("errors", String.format(Locale.ROOT, "%,d", errors)));
        return lines;
    }

    private List<String> headline(SalePresses rush) {
        String of = rushes.size() == 1 ? "" : ", sale " + rush.sale();
        SampleSpan presses = new SampleSpan(rush.orders());
        List<String> lines = new ArrayList<>();
        lines.add(row(
                "confirmed" + of,
                String.format(Locale.ROOT, "%,d", rush.confirmations().size())));
        rush.millisToSell()
                .ifPresent(millis -> lines.add(row(
                        "from the first confirmation to the last" + of,
                        String.format(Locale.ROOT, "%.3f s", millis / 1000.0))));
        lines.add(row(
                "confirmed per second, from the first press to the last confirmation" + of,
                Figures.text(rush.confirmedPerSecond())));
        lines.add(row("answers to presses per second" + of, Figures.text(presses.perSecond())));
        return lines;
    }

    private List<String> kinds() {
        List<String> lines = new ArrayList<>(List.of(
                "| answer | number | per second | p50 ms | p95 ms | p99 ms | slowest ms |",
                "|---|---:|---:|---:|---:|---:|---:|"));
        byKind(samples)
                .forEach((kind, span) -> lines.add(String.format(
                        Locale.ROOT,
                        "| %s | %,d | %s | %,d | %,d | %,d | %,d |",
                        kind.title(),
                        span.count(),
                        Figures.text(span.perSecond()),
                        span.percentile(50),
                        span.percentile(95),
                        span.percentile(99),
                        span.slowest())));
        return lines;
    }

    /** In the order of the kinds; without the rehearsal. */
    static Map<AnswerClass, SampleSpan> byKind(List<StressSample> samples) {
        return samples.stream()
                .filter(sample -> !sample.isRehearsal())
                .collect(Collectors.groupingBy(
                        AnswerClass::of,
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), SampleSpan::new)));
    }

    private static String row(String what, String figure) {
        return "| %s | %s |".formatted(what, figure);
    }
}
