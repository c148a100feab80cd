package org.seckill.tools.check;

import java.util.List;
import java.util.Locale;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.ledger.RecordedPurchases;

/**
 * What came before a sale's window opened, or after it closed. The window counts from its first instant to its last, which
 * does not count.
 */
final class PunctualityCheck {
    private final RecordedPurchases holdings;
    private final Violations violations;

    PunctualityCheck(RecordedPurchases holdings, Violations violations) {
        this.holdings = holdings;
        this.violations = violations;
    }

    /** One clock for both, the database's: a row has the time of its decision, in milliseconds as the window has. */
    void checkRows() {
        for (RecordedPurchases.Row row : holdings.rows()) {
            if (row.recorded().isBefore(holdings.window().start())) {
                breach(Promise.NEVER_EARLY, "the row of %s is of %s".formatted(row.phone(), row.recorded()));
            }
            if (!row.recorded().isBefore(holdings.window().end())) {
                breach(Promise.NEVER_LATE, "the row of %s is of %s".formatted(row.phone(), row.recorded()));
            }
        }
    }

    /** Two clocks, so only what is surely outside counts. */
    void checkAnswers(List<BuyerJournal> journals, ClockOffset skew) {
        for (BuyerJournal journal : journals) {
            for (BuyerAnswer said : journal.answers()) {
                boolean isPromise = said.told().isHolding() || said.told() == AnswerKind.QUEUED;
                if (isPromise
                        && skew.isSurelyBefore(said.at(), holdings.window().start())) {
                    breach(Promise.NEVER_EARLY, "told " + said.told() + " at " + said.at() + ": " + journal);
                }
                // Whoever bought or waits is told so ever after, and only a press that buys is told that it bought.
                boolean isSold = said.isPress() && said.told() == AnswerKind.BOUGHT;
                if (isSold && skew.isSurelyAfter(said.sent(), holdings.window().end())) {
                    breach(Promise.NEVER_LATE, "bought by a press of " + said.sent() + ": " + journal);
                }
            }
        }
    }

    private void breach(Promise promise, String what) {
        violations.breach(
                promise,
                String.format(
                        Locale.ROOT,
                        "sale %d, open from %s to %s: %s",
                        holdings.sale(),
                        holdings.window().start(),
                        holdings.window().end(),
                        what));
    }
}
