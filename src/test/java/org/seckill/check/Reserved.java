package org.seckill.check;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.seckill.check.Holdings.Row;

/**
 * Whether the reservations of one sale became purchases: whoever was told to wait gets the unit, as long as the sale is open
 * and Redis keeps what it wrote, which it does through the end of its process with {@code appendfsync always}.
 */
final class Reserved {
    private final Holdings holdings;
    private final List<Journal> journals;
    private final Verdicts verdicts;

    Reserved(Holdings holdings, List<Journal> journals, Verdicts verdicts) {
        this.holdings = holdings;
        this.journals = journals;
        this.verdicts = verdicts;
    }

    void check() {
        Map<String, String> tickets = holdings.rows().stream().collect(Collectors.toMap(Row::phone, Row::ticket));
        for (Journal journal : journals) {
            Set<String> waited = journal.said().stream()
                    .filter(said -> said.told() == Told.QUEUED)
                    .map(Said::ticket)
                    .collect(Collectors.toSet());
            waited.remove(tickets.getOrDefault(journal.phone(), ""));
            waited.forEach(ticket -> verdicts.breach(
                    Promise.QUEUED_IS_RECORDED,
                    String.format(Locale.ROOT, "sale %d: waited with %s: %s", holdings.sale(), ticket, journal)));
        }
    }
}
