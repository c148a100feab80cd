package org.seckill.tools.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.seckill.order.PurchaseMode;

/** What the runs of a campaign come to. For one thread. */
final class CampaignTally {
    private final List<CampaignLogEntry> entries = new ArrayList<>();
    private final Map<CampaignFault, Long> faults = new HashMap<>();

    void add(CampaignLogEntry entry) {
        entries.add(entry);
        RunSchedule.draw(entry.seed()).blows().forEach(blow -> faults.merge(blow.fault(), 1L, Long::sum));
    }

    boolean allHeld() {
        return entries.stream().allMatch(CampaignLogEntry::held);
    }

    /** In Markdown. */
    String record() {
        String head = "| desk | seeds | runs | sales | restocked | buyers | presses | confirmed purchases | faults"
                + " | slowest to settle | time | broken |\n"
                + "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";
        String desks = Stream.of(PurchaseMode.values())
                .map(desk -> row(
                        desk.setting(),
                        entries.stream().filter(entry -> entry.desk() == desk).toList()))
                .collect(Collectors.joining());
        String broken = entries.stream()
                .filter(entry -> !entry.held())
                .map(entry -> "\nBroken: `" + entry.again() + "`\n")
                .collect(Collectors.joining());
        return head + desks + row("both", entries) + "\n" + kinds() + broken;
    }

    private static String row(String name, List<CampaignLogEntry> some) {
        List<RunSchedule> schedules =
                some.stream().map(entry -> RunSchedule.draw(entry.seed())).toList();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,d | %,d | %,d | %,d | %,d | %,d | %,d | %.1f s | %d min | %d |\n",
                name,
                seeds(some),
                some.size(),
                schedules.stream().mapToInt(one -> one.openings().size()).sum(),
                schedules.stream().filter(one -> one.restock().isPresent()).count(),
                schedules.stream()
                        .mapToLong(one -> (long) one.openings().size() * one.buyers())
                        .sum(),
                some.stream().mapToLong(CampaignLogEntry::presses).sum(),
                some.stream().mapToLong(CampaignLogEntry::confirmed).sum(),
                schedules.stream().mapToInt(one -> one.blows().size()).sum(),
                some.stream()
                                .mapToLong(entry -> entry.settled().toMillis())
                                .max()
                                .orElse(0)
                        / 1000.0,
                some.stream()
                        .map(CampaignLogEntry::took)
                        .reduce(Duration.ZERO, Duration::plus)
                        .toMinutes(),
                some.stream().filter(entry -> !entry.held()).count());
    }

    /** The lowest and the highest. */
    private static String seeds(List<CampaignLogEntry> some) {
        return some.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%d to %d",
                        some.stream().mapToLong(CampaignLogEntry::seed).min().orElseThrow(),
                        some.stream().mapToLong(CampaignLogEntry::seed).max().orElseThrow());
    }

    /** How often what went wrong where. */
    private String kinds() {
        String head = row("", Stream.of(FaultKind.values()).map(FaultKind::words));
        String line = row("---", Stream.of(FaultKind.values()).map(kind -> "---:"));
        return head + line + Stream.of(FaultTarget.values()).map(this::row).collect(Collectors.joining());
    }

    private String row(FaultTarget place) {
        return row(
                place.words(),
                Stream.of(FaultKind.values())
                        .map(kind -> kind.befalls(place)
                                ? Long.toString(faults.getOrDefault(new CampaignFault(place, kind), 0L))
                                : ""));
    }

    private static String row(String name, Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| " + name + " | ", " |\n"));
    }
}
