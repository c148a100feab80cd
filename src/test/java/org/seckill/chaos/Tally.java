package org.seckill.chaos;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How often each fault struck. Safe for use by any number of threads. */
public final class Tally {
    private final Map<Fault, Long> strikes = new ConcurrentHashMap<>();

    void struck(Fault fault) {
        strikes.merge(fault, 1L, Long::sum);
    }

    public long sum() {
        return strikes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** @return the faults that make sense and never struck */
    public List<String> missing() {
        return Fault.ALL.stream()
                .filter(fault -> !strikes.containsKey(fault))
                .map(Fault::toString)
                .toList();
    }

    /** @return in Markdown, a row for each place */
    public String table() {
        String head = row("", Stream.of(Kind.values()).map(Kind::name));
        String line = row("---", Stream.of(Kind.values()).map(kind -> "---:"));
        return head + line + Stream.of(Place.values()).map(this::row).collect(Collectors.joining());
    }

    private String row(Place place) {
        return row(
                place.name(),
                Stream.of(Kind.values())
                        .map(kind -> place.allows(kind)
                                ? strikes.getOrDefault(new Fault(place, kind), 0L)
                                        .toString()
                                : ""));
    }

    private static String row(String name, Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| " + name + " | ", " |\n"));
    }
}
