package org.seckill.check;

import java.util.List;
import java.util.Locale;

/**
 * What came before a sale's window opened, or after it closed. The window counts from its first instant to its last, which
 * does not count.
 */
final class Punctuality {
    private final Holdings holdings;
    private final Verdicts verdicts;

    Punctuality(Holdings holdings, Verdicts verdicts) {
        this.holdings = holdings;
        this.verdicts = verdicts;
    }

    /** One clock for both, the database's: a row has the time of its decision, in milliseconds as the window has. */
    void checkRows() {
        for (Holdings.Row row : holdings.rows()) {
            if (row.recorded().isBefore(holdings.window().start())) {
                breach(Promise.NEVER_EARLY, "the row of %s is of %s".formatted(row.phone(), row.recorded()));
            }
            if (!row.recorded().isBefore(holdings.window().end())) {
                breach(Promise.NEVER_LATE, "the row of %s is of %s".formatted(row.phone(), row.recorded()));
            }
        }
    }

    /** Two clocks, so only what is surely outside counts. */
    void checkAnswers(List<Journal> journals, Skew skew) {
        for (Journal journal : journals) {
            for (Said said : journal.said()) {
                boolean isPromise = said.told().isHolding() || said.told() == Told.QUEUED;
                if (isPromise
                        && skew.isSurelyBefore(said.at(), holdings.window().start())) {
                    breach(Promise.NEVER_EARLY, "told " + said.told() + " at " + said.at() + ": " + journal);
                }
                // Whoever bought or waits is told so ever after, and only a press that buys is told that it bought.
                boolean isSold = said.isPress() && said.told() == Told.BOUGHT;
                if (isSold && skew.isSurelyAfter(said.sent(), holdings.window().end())) {
                    breach(Promise.NEVER_LATE, "bought by a press of " + said.sent() + ": " + journal);
                }
            }
        }
    }

    private void breach(Promise promise, String what) {
        verdicts.breach(
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
