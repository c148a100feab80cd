package org.seckill.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.seckill.check.Holdings.Row;

/** Compares what the buyers of one sale were told with what the database holds. */
public final class Checker {
    private final Holdings holdings;
    private final List<Journal> journals;
    private final Map<String, String> tickets = new HashMap<>();
    private final Verdicts verdicts;

    /** @param journals all of this sale; a buyer with two devices has two */
    public Checker(Holdings holdings, List<Journal> journals, Verdicts verdicts) {
        this.holdings = holdings;
        this.journals = journals;
        this.verdicts = verdicts;
        holdings.rows().forEach(row -> tickets.put(row.phone(), row.ticket()));
    }

    public void check() {
        compareStock();
        findDuplicates();
        journals.forEach(this::compare);
        journals.forEach(this::findTurns);
    }

    private void compareStock() {
        int rows = holdings.rows().size();
        if (rows > holdings.offered() || rows != holdings.offered() - holdings.left()) {
            breach(
                    Promise.NEVER_OVERSOLD,
                    "%d rows for %d offered, of which %d are left"
                            .formatted(rows, holdings.offered(), holdings.left()));
        }
        long wanted = journals.stream().map(Journal::phone).distinct().count();
        if (rows < Math.min(holdings.offered(), wanted)) {
            breach(Promise.SOLD_OUT, "%d rows for %d offered to %d buyers".formatted(rows, holdings.offered(), wanted));
        }
    }

    private void findDuplicates() {
        Set<String> seen = new HashSet<>();
        Set<String> known = journals.stream().map(Journal::phone).collect(Collectors.toSet());
        for (Row row : holdings.rows()) {
            if (!seen.add(row.phone())) {
                breach(Promise.NO_DUPLICATES, "two rows of " + row.phone());
            }
            if (!known.contains(row.phone())) {
                breach(Promise.NEVER_OVERSOLD, "a row of " + row.phone() + ", who never pressed");
            }
        }
    }

    private void compare(Journal journal) {
        String held = tickets.get(journal.phone());
        for (Said said : journal.said()) {
            if (said.told().isHolding() && !said.ticket().equals(held)) {
                breach(Promise.CONFIRMED_IS_RECORDED, "the row has " + held + ": " + journal);
            }
        }
        Told conclusion = journal.conclusion().orElse(Told.NOTHING);
        if (conclusion == Told.OVER && held != null) {
            breach(Promise.REFUSED_IS_NOT_RECORDED, "has the row " + held + ": " + journal);
        }
        if (!conclusion.isFinal()) {
            breach(Promise.EVERYBODY_ANSWERED, journal.toString());
        }
    }

    private void findTurns(Journal journal) {
        Turns.of(journal).forEach(turn -> breach(Promise.NEVER_BACK, turn + ": " + journal));
    }

    private void breach(Promise promise, String what) {
        verdicts.breach(promise, "sale " + holdings.sale() + ": " + what);
    }
}
