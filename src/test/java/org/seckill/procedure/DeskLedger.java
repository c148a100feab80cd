package org.seckill.procedure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.seckill.buyer.Phone;
import org.seckill.order.Outcome;
import org.seckill.order.Ticket;
import org.seckill.testkit.engine.Database;

/** The database's purchases and stock of one sale, compared with the answers to its buyers. */
record DeskLedger(Map<Phone, Row> rows, long left, long offered) {
    /** @param recordedAt by the database's clock */
    record Row(Ticket ticket, Instant recordedAt) {}

    /** Reads in one statement, so that rows and stock are consistent. */
    static DeskLedger of(long sale, Database database) {
        List<List<Object>> table = database.rows(
                "SELECT seckill.number, seckill.offered, user_phone, ticket,"
                        + " CAST(1000 * UNIX_TIMESTAMP(purchase.create_time) AS SIGNED)"
                        + " FROM seckill LEFT JOIN purchase ON purchase.seckill_id = seckill.seckill_id"
                        + " WHERE seckill.seckill_id = ?",
                sale);
        Map<Phone, Row> rows = new HashMap<>();
        for (List<Object> line : table) {
            if (line.get(2) != null) {
                Instant recordedAt = Instant.ofEpochMilli(((Number) line.get(4)).longValue());
                rows.put(new Phone((String) line.get(2)), new Row(new Ticket((String) line.get(3)), recordedAt));
            }
        }
        List<Object> first = table.get(0);
        return new DeskLedger(rows, ((Number) first.get(0)).longValue(), ((Number) first.get(1)).longValue());
    }

    /** Describes each answer that contradicts the database; empty if all are true. */
    List<String> contradictions(List<AnsweredOrder> answers) {
        List<String> contradictions = new ArrayList<>();
        if (rows.size() + left != offered) {
            contradictions.add(String.format(Locale.ROOT, "%d sold and %d left of %d", rows.size(), left, offered));
        }
        Set<Ticket> placed = new HashSet<>();
        Set<Phone> confirmed = new HashSet<>();
        for (AnsweredOrder answer : answers) {
            placed.add(answer.order().ticket());
            contradiction(answer).ifPresent(text -> contradictions.add(text + ": " + answer));
            if (answer.outcome() instanceof Outcome.Recorded
                    && !confirmed.add(answer.order().buyer())) {
                contradictions.add("two units confirmed to one buyer: " + answer);
            }
        }
        rows.forEach((buyer, row) -> {
            if (!placed.contains(row.ticket)) {
                contradictions.add("a row with a ticket of no order: " + buyer + " " + row);
            }
        });
        return contradictions;
    }

    /** Describes the rows of an earlier ledger that are missing or changed. */
    List<String> changesSince(DeskLedger earlier) {
        return earlier.rows.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(rows.get(entry.getKey())))
                .map(entry ->
                        "%s had %s and has %s".formatted(entry.getKey(), entry.getValue(), rows.get(entry.getKey())))
                .toList();
    }

    private Optional<String> contradiction(AnsweredOrder answer) {
        Row row = rows.get(answer.order().buyer());
        Optional<Ticket> held = Optional.ofNullable(row).map(Row::ticket);
        boolean own = held.equals(Optional.of(answer.order().ticket()));
        Outcome outcome = answer.outcome();
        if (outcome instanceof Outcome.Recorded recorded) {
            boolean kept = own && held.equals(Optional.of(recorded.purchase().ticket()));
            return contradictionIf(!kept, "confirmed, and the row is " + row);
        }
        if (outcome instanceof Outcome.Repeat repeat) {
            boolean older = !own && held.equals(Optional.of(repeat.held().ticket()));
            return contradictionIf(!older, "said to hold one already, and the row is " + row);
        }
        if (outcome instanceof Outcome.Unknown) {
            boolean later = row != null && row.recordedAt.isAfter(answer.at());
            return contradictionIf(own && later, "recorded after the answer, " + row);
        }
        return contradictionIf(own, "refused, and recorded as " + row);
    }

    private static Optional<String> contradictionIf(boolean condition, String text) {
        return condition ? Optional.of(text) : Optional.empty();
    }
}
