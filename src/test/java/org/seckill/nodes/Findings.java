package org.seckill.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.seckill.check.Checker;
import org.seckill.check.Holdings;
import org.seckill.check.Promise;
import org.seckill.check.Verdicts;

/**
 * What a trial showed.
 *
 * @param settledAfter how long after the last answer, with all parts back, nothing was on its way any more
 */
record Findings(Course course, List<Holdings> holdings, Verdicts verdicts, Duration settledAfter) {
    /** What waits for a node that died is claimed after {@code SECKILL_QUEUE_CLAIM_MS}, checked after as much again. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private static final int PAUSE_MILLIS = 50;

    static Findings of(Course course, Fleet fleet) throws InterruptedException {
        Instant begun = Instant.now();
        while (!stranded(course, fleet).isEmpty() && Instant.now().isBefore(begun.plus(SETTLED))) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        Duration settledAfter = Duration.between(begun, Instant.now());
        Verdicts verdicts = new Verdicts();
        stranded(course, fleet).forEach(what -> verdicts.breach(Promise.NOTHING_STRANDED, what));
        List<Holdings> holdings = course.sales().stream().map(fleet::holdings).toList();
        holdings.forEach(held -> new Checker(held, course.of(held.sale()), verdicts).check());
        return new Findings(course, holdings, verdicts, settledAfter);
    }

    private static List<String> stranded(Course course, Fleet fleet) {
        return course.sales().stream()
                .flatMap(sale -> fleet.shelf(sale).stream()
                        .flatMap(shelf -> shelf.strandedBeside(fleet.holdings(sale)).stream())
                        .map(what -> "sale " + sale.id() + ": " + what))
                .toList();
    }
}
