package org.seckill.tools.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.seckill.tools.benchcase.BenchCases;
import org.seckill.tools.benchshop.RedisDurability;
import org.seckill.tools.benchshop.ScriptCase;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.measure.Round;

/** What each way to keep reservations costs, side by side. */
final class DurabilityTable {
    private DurabilityTable() {}

    /** @return nothing when no such case was run */
    static List<String> lines(BenchResults results) {
        List<RedisDurability> kept = Arrays.stream(RedisDurability.values())
                .filter(keeping -> BenchCases.CALLS.stream()
                        .anyMatch(orders ->
                                figure(results, keeping, orders, Round.RATE).isPresent()))
                .toList();
        if (kept.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("\n## What it costs to keep reservations\n"));
        lines.add(String.format(
                Locale.ROOT,
                "The bare script, from %d connections; each call's time is what a batch waits for.\n",
                ScriptCase.CONNECTIONS));
        StringBuilder head = new StringBuilder("| Redis |");
        StringBuilder rule = new StringBuilder("|---|");
        for (int orders : BenchCases.CALLS) {
            head.append(String.format(Locale.ROOT, " orders/s, %d a call | p50 ms |", orders));
            rule.append("---:|---:|");
        }
        lines.addAll(List.of(head.toString(), rule.toString()));
        kept.forEach(keeping -> lines.add(row(results, keeping)));
        return lines;
    }

    private static String row(BenchResults results, RedisDurability keeping) {
        StringBuilder row = new StringBuilder("| " + keeping.title() + " |");
        for (int orders : BenchCases.CALLS) {
            row.append(" %s | %s |"
                    .formatted(
                            text(figure(results, keeping, orders, Round.RATE)),
                            text(figure(results, keeping, orders, Round.MEDIAN))));
        }
        return row.toString();
    }

    private static OptionalDouble figure(BenchResults results, RedisDurability keeping, int orders, String figure) {
        return results.median(ScriptCase.name(keeping, orders), figure);
    }

    private static String text(OptionalDouble figure) {
        return figure.isPresent() ? Figures.text(figure.getAsDouble()) : "";
    }
}
