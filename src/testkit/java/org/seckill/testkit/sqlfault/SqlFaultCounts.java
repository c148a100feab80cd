package org.seckill.testkit.sqlfault;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts the faults that occurred. Thread-safe. */
public final class SqlFaultCounts {
    private final Map<SqlFault, Long> strikes = new ConcurrentHashMap<>();

    void struck(SqlFault fault) {
        strikes.merge(fault, 1L, Long::sum);
    }

    public long sum() {
        return strikes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** @return the possible faults that never occurred */
    public List<String> missing() {
        return SqlFault.ALL.stream()
                .filter(fault -> !strikes.containsKey(fault))
                .map(SqlFault::toString)
                .toList();
    }

    /** @return a Markdown table with a row for each point */
    public String table() {
        String head = row("", Stream.of(SqlFaultKind.values()).map(SqlFaultKind::name));
        String line = row("---", Stream.of(SqlFaultKind.values()).map(kind -> "---:"));
        return head + line + Stream.of(SqlFaultPoint.values()).map(this::row).collect(Collectors.joining());
    }

    private String row(SqlFaultPoint place) {
        return row(
                place.name(),
                Stream.of(SqlFaultKind.values())
                        .map(kind -> place.allows(kind)
                                ? strikes.getOrDefault(new SqlFault(place, kind), 0L)
                                        .toString()
                                : ""));
    }

    private static String row(String name, Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| " + name + " | ", " |\n"));
    }
}
