package org.seckill.tools.check;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
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

/** Compares what the buyers of one sale were told with what the database holds. */
public final class SaleChecker {
    private final RecordedPurchases holdings;
    private final List<BuyerJournal> journals;
    private final Map<String, List<BuyerJournal>> devices;
    private final Map<String, String> tickets = new HashMap<>();
    /** When each buyer first heard of a purchase. */
    private final Map<String, Instant> confirmed = new HashMap<>();

    private final Violations violations;

    /** @param journals all of this sale; a buyer with two devices has two */
    public SaleChecker(RecordedPurchases holdings, List<BuyerJournal> journals, Violations violations) {
        this.holdings = holdings;
        this.journals = journals;
        this.devices = journals.stream().collect(Collectors.groupingBy(BuyerJournal::phone));
        this.violations = violations;
        holdings.rows().forEach(row -> tickets.put(row.buyer(), row.ticket()));
        journals.forEach(journal -> journal.confirmedAt()
                .ifPresent(
                        at -> confirmed.merge(journal.phone(), at, (one, other) -> one.isBefore(other) ? one : other)));
    }

    public void check() {
        compareStock();
        findDuplicates();
        findUnconfirmed();
        journals.forEach(this::compare);
        journals.forEach(this::findTurns);
        new PunctualityCheck(holdings, violations).checkRows();
    }

    private void compareStock() {
        int rows = holdings.rows().size();
        if (rows > holdings.offered() || rows != holdings.offered() - holdings.left()) {
            breach(
                    Promise.NEVER_OVERSOLD,
                    String.format(
                            Locale.ROOT,
                            "%d rows for %d offered, of which %d are left",
                            rows,
                            holdings.offered(),
                            holdings.left()));
        }
        long wanted = devices.size();
        // Who was refused before that may have gone home.
        if (!unitsMayComeBack() && rows < Math.min(holdings.offered(), wanted)) {
            breach(
                    Promise.SOLD_OUT,
                    String.format(
                            Locale.ROOT, "%d rows for %d offered to %d buyers", rows, holdings.offered(), wanted));
        }
    }

    // The primary key keeps equal phones apart, and not those that only look different.
    private void findDuplicates() {
        Set<String> seen = new HashSet<>();
        for (Row row : holdings.rows()) {
            if (!seen.add(row.buyer())) {
                breach(Promise.NO_DUPLICATES, "two rows of " + row.buyer());
            }
        }
    }

    private void compare(BuyerJournal journal) {
        String held = tickets.get(journal.phone());
        boolean isFalse = journal.answers().stream()
                .anyMatch(said -> said.told().isHolding() && !said.ticket().equals(held));
        if (isFalse) {
            breach(Promise.CONFIRMED_IS_RECORDED, (held == null ? "no row: " : "the row has " + held + ": ") + journal);
        }
        if (held != null && isDenied(journal)) {
            breach(Promise.REFUSED_IS_NOT_RECORDED, "has the row " + held + ": " + journal);
        }
        if (violations.asks(Promise.EVERYBODY_ANSWERED)
                && !journal.conclusion().orElse(AnswerKind.NOTHING).isFinal()) {
            breach(Promise.EVERYBODY_ANSWERED, journal.toString());
        }
    }

    private void findUnconfirmed() {
        UnconfirmedPurchases unconfirmed = UnconfirmedPurchases.of(holdings, journals);
        for (Row row : unconfirmed.strangers()) {
            breach(Promise.NEVER_OVERSOLD, "a row of " + row.phone() + ", who never pressed");
        }
        unconfirmed.told().forEach((row, word) -> {
            // Who was told that it is over is found with each device.
            if (!word.isOpen() && word != AnswerKind.OVER) {
                breach(
                        Promise.REFUSED_IS_NOT_RECORDED,
                        "a row of %s, whose last word was %s".formatted(row.phone(), word));
            }
        });
    }

    /** Told in the end that it is over: be it on another device than the one that bought, unless it had not bought yet. */
    private boolean isDenied(BuyerJournal journal) {
        if (journal.lastWord().filter(AnswerKind.OVER::equals).isEmpty()) {
            return false;
        }
        BuyerAnswer last = journal.answers().stream()
                .filter(said -> said.told() == AnswerKind.OVER)
                .reduce((one, other) -> other)
                .orElseThrow();
        Instant bought = confirmed.getOrDefault(journal.phone(), Instant.MIN);
        return !last.isTimed() || !last.sent().isBefore(bought);
    }

    /** Added to the sale, or reserved for somebody whose order was not recorded. */
    private boolean unitsMayComeBack() {
        return holdings.restocks() > 0 || violations.excuses(Promise.QUEUED_IS_RECORDED);
    }

    private void findTurns(BuyerJournal journal) {
        AnswerOrderCheck.of(journal, othersOfTheBuyer(journal), unitsMayComeBack())
                .forEach(turn -> breach(Promise.NEVER_BACK, turn + ": " + journal));
    }

    private List<BuyerJournal> othersOfTheBuyer(BuyerJournal journal) {
        return devices.getOrDefault(journal.phone(), List.of()).stream()
                .filter(other -> other != journal)
                .toList();
    }

    private void breach(Promise promise, String what) {
        violations.breach(promise, "sale " + holdings.sale() + ": " + what);
    }
}
