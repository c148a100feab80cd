package org.seckill.tools.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.ledger.RecordedPurchases;

/**
 * How the order of arrival compares with who got a unit. A log knows when a press was sent and when it was answered, and it
 * arrived in between; so one surely arrived after another when it was sent after the other was answered.
 *
 * @param got presses by which somebody got a unit
 * @param refused first presses of buyers who were told that all is gone, while the sale was open
 * @param overtaken how many of these were answered before somebody pressed who got a unit
 * @param inversions how many pairs of a refused one and a later one that got a unit there are
 * @param example of these; empty when there is none
 * @param chance that one who got a unit, drawn at random, pressed before one who was refused and holds nothing, drawn at
 *     random: 1 in strict order, a half in a lottery; not a number when one of them is missing. By the times of sending,
 *     in milliseconds, so that presses which were on their way together are not told apart
 */
record FairnessCheck(int got, int refused, int overtaken, long inversions, String example, double chance) {
    private record Press(String phone, BuyerAnswer said) {
        Instant sent() {
            return said.sent();
        }

        Instant answered() {
            return said.at().plus(ClockOffset.LOG);
        }

        @Override
        public String toString() {
            return phone + " (" + said.sent() + " to " + said.at() + ")";
        }
    }

    static FairnessCheck of(RecordedPurchases holdings, List<BuyerJournal> journals, ClockOffset skew) {
        Map<String, String> tickets = new HashMap<>();
        holdings.rows().forEach(row -> tickets.put(row.buyer(), row.ticket()));
        Map<String, Press> got = new HashMap<>();
        Map<String, Press> lost = new HashMap<>();
        Map<String, Press> refused = new HashMap<>();
        for (BuyerJournal journal : journals) {
            String held = tickets.get(journal.phone());
            for (BuyerAnswer said : journal.answers()) {
                Press press = new Press(journal.phone(), said);
                if (isBuying(said) && said.ticket().equals(held)) {
                    got.merge(press.phone, press, FairnessCheck::earlier);
                } else if (isLost(said)) {
                    lost.merge(press.phone, press, FairnessCheck::earlier);
                } else if (isRefusal(said)
                        && skew.isSurelyAfter(said.sent(), holdings.window().start())) {
                    refused.merge(press.phone, press, FairnessCheck::earlier);
                }
            }
        }
        // A press that was not answered may be the one which reserved what a later one was told of.
        got.replaceAll((phone, press) -> earlier(press, lost.getOrDefault(phone, press)));
        return of(sorted(got, Press::sent), sorted(refused, Press::answered), tickets);
    }

    /**
     * @param got by when they were sent
     * @param refused by when they were answered
     */
    private static FairnessCheck of(List<Press> got, List<Press> refused, Map<String, String> tickets) {
        int before = 0;
        long inversions = 0;
        for (Press winner : got) {
            while (before < refused.size()
                    && !winner.sent().isBefore(refused.get(before).answered())) {
                before++;
            }
            inversions += before;
        }
        String example = before == 0
                ? ""
                : "%s was refused before %s pressed and got a unit".formatted(refused.get(0), got.get(got.size() - 1));
        List<Instant> losers = refused.stream()
                .filter(press -> !tickets.containsKey(press.phone))
                .map(Press::sent)
                .sorted()
                .toList();
        double chance = chance(got.stream().map(Press::sent).toList(), losers);
        return new FairnessCheck(got.size(), refused.size(), before, inversions, example, chance);
    }

    /** Breaks the promise when somebody was overtaken: to be asked only where orders are served as they arrive. */
    void judge(long sale, Violations violations) {
        if (overtaken > 0) {
            violations.breach(
                    Promise.FIRST_COME,
                    String.format(Locale.ROOT, "sale %d: %d buyers were overtaken: %s", sale, overtaken, example));
        }
    }

    String words() {
        String first = Double.isNaN(chance)
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.3f that one who got a unit pressed before one who was refused (1 in order, 0.5 a lottery), ",
                        chance);
        String pairs = overtaken > 0 ? String.format(Locale.ROOT, ", in %d pairs", inversions) : "";
        return first + String.format(Locale.ROOT, "%d of %d refused were overtaken", overtaken, refused) + pairs;
    }

    // Both sorted. Of two at the same moment each was first half of the time (Mann and Whitney, 1947).
    private static double chance(List<Instant> winners, List<Instant> losers) {
        int earlier = 0;
        int notLater = 0;
        double sum = 0;
        for (Instant loser : losers) {
            while (earlier < winners.size() && winners.get(earlier).isBefore(loser)) {
                earlier++;
            }
            while (notLater < winners.size() && !winners.get(notLater).isAfter(loser)) {
                notLater++;
            }
            sum += (earlier + notLater) / 2.0;
        }
        return sum / winners.size() / losers.size();
    }

    // At the queue's desk the press that is told to wait has the unit.
    private static boolean isBuying(BuyerAnswer said) {
        return said.isPress() && (said.told() == AnswerKind.BOUGHT || said.told() == AnswerKind.QUEUED);
    }

    private static boolean isLost(BuyerAnswer said) {
        return said.isPress() && (said.told() == AnswerKind.NOTHING || said.told() == AnswerKind.UNKNOWN);
    }

    // The answer to a press before the opening is the same.
    private static boolean isRefusal(BuyerAnswer said) {
        return said.isPress() && said.told() == AnswerKind.OVER;
    }

    private static Press earlier(Press one, Press other) {
        return one.sent().isAfter(other.sent()) ? other : one;
    }

    private static List<Press> sorted(Map<String, Press> presses, Function<Press, Instant> time) {
        List<Press> sorted = new ArrayList<>(presses.values());
        sorted.sort(Comparator.comparing(time));
        return sorted;
    }
}
