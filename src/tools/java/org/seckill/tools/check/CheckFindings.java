package org.seckill.tools.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.ledger.EngineState;
import org.seckill.tools.ledger.RecordedPurchases;

/**
 * What a trial showed.
 *
 * @param settledAfter how long after the last answer, with all parts back, nothing was on its way any more
 */
public record CheckFindings(List<RecordedPurchases> holdings, Violations violations, Duration settledAfter) {
    /** What waits for a node that died is claimed after {@code SECKILL_QUEUE_CLAIM_MS}, checked after as much again. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private static final int PAUSE_MILLIS = 50;

    /** @param journals of all buyers of these sales */
    public static CheckFindings of(List<Long> sales, List<BuyerJournal> journals, EngineState truth)
            throws InterruptedException {
        return of(sales, journals, truth, new Violations());
    }

    /** @param violations receives what is found, and says which promises are asked about */
    public static CheckFindings of(
            List<Long> sales, List<BuyerJournal> journals, EngineState truth, Violations violations)
            throws InterruptedException {
        Instant begun = Instant.now();
        while (!isSettled(sales, truth) && Instant.now().isBefore(begun.plus(SETTLED))) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        Duration settledAfter = Duration.between(begun, Instant.now());
        truth.missing().forEach(what -> violations.breach(Promise.RECOVERED, what));
        stranded(sales, truth).forEach(what -> violations.breach(Promise.NOTHING_STRANDED, what));
        List<RecordedPurchases> holdings = sales.stream().map(truth::holdings).toList();
        holdings.forEach(held -> {
            List<BuyerJournal> ofSale = of(held.sale(), journals);
            new SaleChecker(held, ofSale, violations).check();
            new ReservationCheck(held, ofSale, violations).check();
        });
        return new CheckFindings(holdings, violations, settledAfter);
    }

    private static boolean isSettled(List<Long> sales, EngineState truth) {
        return truth.missing().isEmpty() && stranded(sales, truth).isEmpty();
    }

    private static List<BuyerJournal> of(long sale, List<BuyerJournal> journals) {
        return journals.stream().filter(journal -> journal.sale() == sale).toList();
    }

    private static List<String> stranded(List<Long> sales, EngineState truth) {
        return sales.stream()
                .flatMap(sale -> truth.shelf(sale).stream()
                        .flatMap(shelf -> shelf.strandedBeside(truth.holdings(sale)).stream())
                        .map(what -> "sale " + sale + ": " + what))
                .toList();
    }
}
