package org.seckill.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a trial showed.
 *
 * @param settledAfter how long after the last answer, with all parts back, nothing was on its way any more
 */
public record Findings(List<Holdings> holdings, Verdicts verdicts, Duration settledAfter) {
    /** What waits for a node that died is claimed after {@code SECKILL_QUEUE_CLAIM_MS}, checked after as much again. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private static final int PAUSE_MILLIS = 50;

    /** @param journals of all buyers of these sales */
    public static Findings of(List<Long> sales, List<Journal> journals, Truth truth) throws InterruptedException {
        return of(sales, journals, truth, new Verdicts());
    }

    /** @param verdicts receives what is found, and says which promises are asked about */
    public static Findings of(List<Long> sales, List<Journal> journals, Truth truth, Verdicts verdicts)
            throws InterruptedException {
        Instant begun = Instant.now();
        while (!isSettled(sales, truth) && Instant.now().isBefore(begun.plus(SETTLED))) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        Duration settledAfter = Duration.between(begun, Instant.now());
        truth.missing().forEach(what -> verdicts.breach(Promise.RECOVERED, what));
        stranded(sales, truth).forEach(what -> verdicts.breach(Promise.NOTHING_STRANDED, what));
        List<Holdings> holdings = sales.stream().map(truth::holdings).toList();
        holdings.forEach(held -> {
            List<Journal> ofSale = of(held.sale(), journals);
            new Checker(held, ofSale, verdicts).check();
            new Reserved(held, ofSale, verdicts).check();
        });
        return new Findings(holdings, verdicts, settledAfter);
    }

    private static boolean isSettled(List<Long> sales, Truth truth) {
        return truth.missing().isEmpty() && stranded(sales, truth).isEmpty();
    }

    private static List<Journal> of(long sale, List<Journal> journals) {
        return journals.stream().filter(journal -> journal.sale() == sale).toList();
    }

    private static List<String> stranded(List<Long> sales, Truth truth) {
        return sales.stream()
                .flatMap(sale -> truth.shelf(sale).stream()
                        .flatMap(shelf -> shelf.strandedBeside(truth.holdings(sale)).stream())
                        .map(what -> "sale " + sale + ": " + what))
                .toList();
    }
}
