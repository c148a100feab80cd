package org.seckill.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.seckill.parts.Desk;

/** What the runs of a campaign come to. For one thread. */
final class Tally {
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Fault, Long> faults = new HashMap<>();

    void add(Entry entry) {
        entries.add(entry);
        Schedule.draw(entry.seed()).blows().forEach(blow -> faults.merge(blow.fault(), 1L, Long::sum));
    }

    boolean allHeld() {
        return entries.stream().allMatch(Entry::held);
    }

    /** In Markdown. */
    String record() {
        String head = "| desk | seeds | runs | sales | restocked | buyers | presses | confirmed purchases | faults"
                + " | slowest to settle | time | broken |\n"
                + "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";
        String desks = Stream.of(Desk.values())
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

    private static String row(String name, List<Entry> some) {
        List<Schedule> schedules =
                some.stream().map(entry -> Schedule.draw(entry.seed())).toList();
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
                some.stream().mapToLong(Entry::presses).sum(),
                some.stream().mapToLong(Entry::confirmed).sum(),
                schedules.stream().mapToInt(one -> one.blows().size()).sum(),
                some.stream()
                                .mapToLong(entry -> entry.settled().toMillis())
                                .max()
                                .orElse(0)
                        / 1000.0,
                some.stream()
                        .map(Entry::took)
                        .reduce(Duration.ZERO, Duration::plus)
                        .toMinutes(),
                some.stream().filter(entry -> !entry.held()).count());
    }

    /** The lowest and the highest. */
    private static String seeds(List<Entry> some) {
        return some.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%d to %d",
                        some.stream().mapToLong(Entry::seed).min().orElseThrow(),
                        some.stream().mapToLong(Entry::seed).max().orElseThrow());
    }

    /** How often what went wrong where. */
    private String kinds() {
        String head = row("", Stream.of(Kind.values()).map(Kind::words));
        String line = row("---", Stream.of(Kind.values()).map(kind -> "---:"));
        return head + line + Stream.of(Place.values()).map(this::row).collect(Collectors.joining());
    }

    private String row(Place place) {
        return row(
                place.words(),
                Stream.of(Kind.values())
                        .map(kind -> kind.befalls(place)
                                ? Long.toString(faults.getOrDefault(new Fault(place, kind), 0L))
                                : ""));
    }

    private static String row(String name, Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| " + name + " | ", " |\n"));
    }
}
