package org.seckill.tools.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.seckill.tools.chart.Figures;

/** What came of it, in words. */
record SoakSummary(SoakOptions terms, List<DeskSamples> stays) {
    SoakSummary {
        stays = List.copyOf(stays);
    }

    /** Nothing has grown, and nothing was broken. */
    boolean isGood() {
        return stays.stream()
                .allMatch(stay -> stay.isSound() && judgement(stay).grown().isEmpty());
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("# Soak\n");
        lines.add(String.format(
                Locale.ROOT,
                "%d minutes, of which the first %s warmed up; a sample every %d s; a new sale every %d s.\n",
                terms.length().toMinutes(),
                words(terms.pace().warmUp()),
                terms.pace().between().toSeconds(),
                terms.pace().apart().toSeconds()));
        stays.forEach(stay -> lines.addAll(section(stay)));
        return String.join("\n", lines) + "\n";
    }

    private List<String> section(DeskSamples stay) {
        List<String> lines = new ArrayList<>();
        lines.add("## Desk `%s`\n".formatted(stay.desk().setting()));
        lines.add(String.format(
                Locale.ROOT,
                "%d sales, %,d purchases, %,d visits, of which %,d were told to come back later.\n",
                stay.sales(),
                stay.purchases(),
                stay.visits(),
                stay.refusals()));
        lines.add("| measure | unit | median | gain | bound | |");
        lines.add("|---|---|---:|---:|---:|---|");
        FlatnessCheck judgement = judgement(stay);
        judgement
                .trends()
                .forEach((measure, trend) -> lines.add("| %s | %s | %s | %s | %s | %s |"
                        .formatted(
                                measure.title(),
                                measure.unit(),
                                Figures.text(trend.middle()),
                                Figures.text(trend.gain()),
                                Figures.plain(measure.bound()),
                                judgement.grown().contains(measure) ? "GROWN" : "flat")));
        lines.add("");
        lines.add(stay.isSound() ? "Every promise held.\n" : "BROKEN:\n");
        stay.faults().forEach(fault -> lines.add("- " + fault));
        return lines;
    }

    private FlatnessCheck judgement(DeskSamples stay) {
        return stay.judgement(terms.pace().warmUp());
    }

    private static String words(Duration time) {
        return time.toSeconds() % 60 == 0 ? time.toMinutes() + " minutes" : time.toSeconds() + " s";
    }
}
