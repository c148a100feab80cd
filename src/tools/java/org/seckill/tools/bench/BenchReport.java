package org.seckill.tools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.Round;

/** The report as people read it (Markdown with plots) and as programs do (CSV). */
final class BenchReport {
    /** The order of the columns. */
    private static final List<String> FIGURES = List.of(
            Round.RATE,
            Round.RECORDED,
            Round.MEDIAN,
            Round.P99,
            Round.RAW_MEDIAN,
            Round.NODE_CPU,
            Round.MYSQL_CPU,
            Round.REDIS_CPU,
            Round.LOAD_CPU);

    private static final List<String> COLUMNS =
            List.of(Round.MEDIAN, Round.P99, Round.NODE_CPU, Round.MYSQL_CPU, Round.REDIS_CPU, Round.LOAD_CPU);

    private final BenchResults results;
    private final List<Goal> goals;
    private final Map<String, String> facts;

    /** @param facts of the machine and of what ran on it */
    BenchReport(BenchResults results, List<Goal> goals, Map<String, String> facts) {
        this.results = results;
        this.goals = goals;
        this.facts = facts;
    }

    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("report.csv"), csv());
            Files.writeString(folder.resolve("throughput.svg"), BenchCharts.throughput(results));
            Files.writeString(folder.resolve("connections.svg"), BenchCharts.connections(results));
            Files.writeString(folder.resolve("latency.svg"), BenchCharts.latency(results));
            Files.writeString(folder.resolve("report.md"), markdown());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String csv() {
        List<String> lines = new ArrayList<>(List.of("case,round,figure,value"));
        results.rounds().forEach((one, rounds) -> {
            for (int i = 0; i < rounds.size(); i++) {
                int round = i + 1;
                Map<String, Double> figures = rounds.get(i).figures();
                FIGURES.stream()
                        .filter(figures::containsKey)
                        .map(figure -> String.format(
                                Locale.ROOT, "%s,%d,\"%s\",%.3f", one.name(), round, figure, figures.get(figure)))
                        .forEach(lines::add);
            }
        });
        return String.join("\n", lines) + "\n";
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("# Benchmark, " + LocalDate.now(ZoneOffset.UTC));
        lines.add("\nWritten by `bench/run`; [README](../README.md) tells what each case is and how to read it.\n");
        lines.add("## The figures to reach\n");
        lines.addAll(goals());
        lines.add("\nWhat bounds those that are missed, and the profiles that show it:"
                + " [docs/performance.md](../../docs/performance.md#what-bounds-it).");
        lines.add("\n## The cases\n");
        lines.add("In the order in which they took turns. Processor time is per answer, in microseconds.\n");
        lines.addAll(cases());
        lines.addAll(DurabilityTable.lines(results));
        lines.add(
                "\n![Purchases by connections](connections.svg)\n\n![Throughput](throughput.svg)\n\n![Latency](latency.svg)");
        lines.add("\n## What was checked\n");
        lines.addAll(checks());
        lines.add("\n## What it ran on\n");
        lines.add("| | |\n|---|---|");
        facts.forEach((name, fact) -> lines.add("| %s | %s |".formatted(name, fact)));
        return String.join("\n", lines) + "\n";
    }

    private List<String> goals() {
        List<String> lines =
                new ArrayList<>(List.of("| | measured | at least | the aim | |", "|---|---:|---:|---:|---|"));
        for (Goal goal : goals) {
            String bound = goal.isBound() ? "at most " : "";
            String value = goal.value().isPresent() ? Figures.text(goal.value().getAsDouble()) + goal.unit() : "";
            lines.add("| %s | **%s** | %s%s%s | %s%s | %s |"
                    .formatted(
                            goal.title(),
                            value,
                            bound,
                            Figures.plain(goal.atLeast()),
                            goal.unit(),
                            Figures.plain(goal.aim()),
                            goal.unit(),
                            goal.verdict()));
        }
        return lines;
    }

    private List<String> cases() {
        List<String> lines = new ArrayList<>(List.of(
                "| case | | rounds | median | p50 ms | p99 ms | node | MySQL | Redis | wrk |",
                "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"));
        results.measured().forEach((one, rounds) -> lines.add(row(one, rounds)));
        return lines;
    }

    private String row(BenchCase one, List<Round> rounds) {
        Map<String, Double> first = rounds.get(0).figures();
        String main = first.containsKey(Round.RATE) ? Round.RATE : Round.MEDIAN;
        String each = rounds.stream()
                .map(round -> Figures.text(round.figures().getOrDefault(main, 0.0)))
                .collect(Collectors.joining(" · "));
        String unit = main.equals(Round.RATE) ? "/s" : " ms";
        String beside =
                first.containsKey(Round.RAW_MEDIAN) ? ", raw call " + median(one, Round.RAW_MEDIAN) + " ms" : "";
        List<String> cells = new ArrayList<>(List.of("`" + one.name() + "`", one.title(), each));
        cells.add("**" + median(one, main) + "**" + unit + beside);
        for (String figure : COLUMNS) {
            cells.add(first.containsKey(figure) ? median(one, figure) : "");
        }
        return "| " + String.join(" | ", cells) + " |";
    }

    private String median(BenchCase one, String figure) {
        return Figures.text(results.median(one.name(), figure).orElseThrow());
    }

    private List<String> checks() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d purchases were compared with the database after their rounds: %s.\n",
                results.checked(),
                results.faults().isEmpty()
                        ? "each confirmation has its row, each row its buyer, no sale is oversold, and the stock taken is"
                                + " the number of rows"
                        : "**" + results.faults().size() + " faults**"));
        results.faults().forEach(fault -> lines.add("- **" + fault + "**"));
        results.rounds()
                .forEach((one, rounds) -> rounds.stream()
                        .flatMap(round -> round.notes().stream())
                        .map(note -> "- %s: %s".formatted(one.title(), note))
                        .forEach(lines::add));
        return lines;
    }
}
