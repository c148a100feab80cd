package org.seckill.check;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Answers that were not true of a sale in which no order waited in Redis. */
final class Honesty {
    private final Holdings holdings;
    private final Verdicts verdicts;

    Honesty(Holdings holdings, Verdicts verdicts) {
        this.holdings = holdings;
        this.verdicts = verdicts;
    }

    /** Two clocks, so only what is surely in the window, or surely later, counts. */
    void check(List<Journal> journals, Skew skew) {
        // Where nothing is given back, a unit that is left was there all the time.
        if (holdings.left() != 0 && holdings.isInOneGo()) {
            journals.forEach(journal -> findRefusedForNothing(journal, skew));
        }
        Map<String, List<Said>> presses = journals.stream()
                .collect(Collectors.groupingBy(
                        Journal::phone,
                        Collectors.flatMapping(
                                journal -> journal.said().stream().filter(Said::isPress), Collectors.toList())));
        holdings.rows()
                .forEach(row -> findRecordedBehindTheirBack(row, presses.getOrDefault(row.buyer(), List.of()), skew));
    }

    private void findRefusedForNothing(Journal journal, Skew skew) {
        journal.said().stream()
                .filter(said -> said.isPress() && said.told() == Told.OVER && isWhileOpen(said, skew))
                .forEach(said -> verdicts.breach(
                        Promise.HONESTLY_SOLD_OUT,
                        String.format(
                                Locale.ROOT,
                                "sale %d, of which %d are left: %s",
                                holdings.sale(),
                                holdings.left(),
                                journal)));
    }

    // Who hears `-2` hears that the order is recorded no more, if it is not yet.
    private void findRecordedBehindTheirBack(Holdings.Row row, List<Said> presses, Skew skew) {
        boolean isExplained =
                presses.stream().anyMatch(said -> said.told() == Told.BOUGHT || said.told() == Told.NOTHING);
        List<Said> unknown =
                presses.stream().filter(said -> said.told() == Told.UNKNOWN).toList();
        if (!isExplained
                && !unknown.isEmpty()
                && unknown.stream().allMatch(said -> skew.isSurelyBefore(said.at(), row.recorded()))) {
            verdicts.breach(
                    Promise.REFUSED_IS_NOT_RECORDED,
                    String.format(
                            Locale.ROOT,
                            "sale %d: a row of %s of %s, after it was told that nobody knows and that it would be recorded no more: %s",
                            holdings.sale(),
                            row.phone(),
                            row.recorded(),
                            unknown));
        }
    }

    private boolean isWhileOpen(Said said, Skew skew) {
        return skew.isSurelyAfter(said.sent(), holdings.window().start())
                && skew.isSurelyBefore(said.at(), holdings.window().end());
    }
}
