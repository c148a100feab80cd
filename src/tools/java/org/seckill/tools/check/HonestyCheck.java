package org.seckill.tools.check;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.ledger.RecordedPurchases;

/** Answers that were not true of a sale in which no order waited in Redis. */
final class HonestyCheck {
    private final RecordedPurchases holdings;
    private final Violations violations;

    HonestyCheck(RecordedPurchases holdings, Violations violations) {
        this.holdings = holdings;
        this.violations = violations;
    }

    /** Two clocks, so only what is surely in the window, or surely later, counts. */
    void check(List<BuyerJournal> journals, ClockOffset skew) {
        // Where nothing is given back, a unit that is left was there all the time.
        if (holdings.left() != 0 && holdings.isInOneGo()) {
            journals.forEach(journal -> findRefusedForNothing(journal, skew));
        }
        Map<String, List<BuyerAnswer>> presses = journals.stream()
                .collect(Collectors.groupingBy(
                        BuyerJournal::phone,
                        Collectors.flatMapping(
                                journal -> journal.answers().stream().filter(BuyerAnswer::isPress),
                                Collectors.toList())));
        holdings.rows()
                .forEach(row -> findRecordedBehindTheirBack(row, presses.getOrDefault(row.buyer(), List.of()), skew));
    }

    private void findRefusedForNothing(BuyerJournal journal, ClockOffset skew) {
        journal.answers().stream()
                .filter(said -> said.isPress() && said.told() == AnswerKind.OVER && isWhileOpen(said, skew))
                .forEach(said -> violations.breach(
                        Promise.HONESTLY_SOLD_OUT,
                        String.format(
                                Locale.ROOT,
                                "sale %d, of which %d are left: %s",
                                holdings.sale(),
                                holdings.left(),
                                journal)));
    }

    // Who hears `-2` hears that the order is recorded no more, if it is not yet.
    private void findRecordedBehindTheirBack(RecordedPurchases.Row row, List<BuyerAnswer> presses, ClockOffset skew) {
        boolean isExplained = presses.stream()
                .anyMatch(said -> said.told() == AnswerKind.BOUGHT || said.told() == AnswerKind.NOTHING);
        List<BuyerAnswer> unknown = presses.stream()
                .filter(said -> said.told() == AnswerKind.UNKNOWN)
                .toList();
        if (!isExplained
                && !unknown.isEmpty()
                && unknown.stream().allMatch(said -> skew.isSurelyBefore(said.at(), row.recorded()))) {
            violations.breach(
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

    private boolean isWhileOpen(BuyerAnswer said, ClockOffset skew) {
        return skew.isSurelyAfter(said.sent(), holdings.window().start())
                && skew.isSurelyBefore(said.at(), holdings.window().end());
    }
}
