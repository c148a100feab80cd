package org.seckill.tools.check;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RecordedPurchases.Row;

/**
 * Whether the reservations of one sale became purchases: whoever was told to wait gets the unit, as long as the sale is open
 * and Redis keeps what it wrote, which it does through the end of its process with {@code appendfsync always}.
 */
final class ReservationCheck {
    private final RecordedPurchases holdings;
    private final List<BuyerJournal> journals;
    private final Violations violations;

    ReservationCheck(RecordedPurchases holdings, List<BuyerJournal> journals, Violations violations) {
        this.holdings = holdings;
        this.journals = journals;
        this.violations = violations;
    }

    void check() {
        Map<String, String> tickets = holdings.rows().stream().collect(Collectors.toMap(Row::phone, Row::ticket));
        for (BuyerJournal journal : journals) {
            Set<String> waited = journal.answers().stream()
                    .filter(said -> said.told() == AnswerKind.QUEUED)
                    .map(BuyerAnswer::ticket)
                    .collect(Collectors.toSet());
            waited.remove(tickets.getOrDefault(journal.phone(), ""));
            waited.forEach(ticket -> violations.breach(
                    Promise.QUEUED_IS_RECORDED,
                    String.format(Locale.ROOT, "sale %d: waited with %s: %s", holdings.sale(), ticket, journal)));
        }
    }
}
