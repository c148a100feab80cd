package org.seckill.tools.stress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.seckill.tools.ledger.RecordedPurchases;

/** What a plan must show beside the promises: {@link org.seckill.check} knows those, and not who was to come and when. */
final class PlanAudit {
    private static final Set<AnswerClass> NO_WORD =
            Set.of(AnswerClass.QUEUED, AnswerClass.STILL_QUEUED, AnswerClass.UNKNOWN, AnswerClass.BUSY);

    private PlanAudit() {}

    /** @return the complaints of the plan's assertions, each once and how often it came */
    static List<String> errors(Collection<StressSample> samples) {
        return samples.stream()
                .filter(sample -> !sample.isRight())
                .collect(Collectors.groupingBy(
                        sample -> sample.label() + ": " + sample.complaint(), Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(error -> String.format(Locale.ROOT, "%,d times %s", error.getValue(), error.getKey()))
                .toList();
    }

    /** @return whom the plan left without a final answer */
    static List<String> unanswered(SalePresses rush) {
        Map<String, StressSample> last = new HashMap<>();
        rush.orders()
                .forEach(order ->
                        last.merge(order.phone(), order, (one, other) -> one.end() <= other.end() ? other : one));
        long waiting = last.values().stream()
                .filter(order -> NO_WORD.contains(AnswerClass.of(order)))
                .count();
        return waiting == 0
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT, "sale %s: %,d customers were never told what became of it", rush.sale(), waiting));
    }

    /** @return what nobody got though somebody wanted it */
    static List<String> unsold(SalePresses rush, RecordedPurchases held) {
        long wanted = rush.orders().stream().map(StressSample::phone).distinct().count();
        return held.left() == 0 || held.rows().size() >= wanted
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "sale %s: %,d units are left, though %,d customers came and %,d bought",
                        rush.sale(),
                        held.left(),
                        wanted,
                        held.rows().size()));
    }

    /**
     * @param opening in milliseconds since the epoch
     * @return what did not happen on its side of the opening
     */
    static List<String> untimely(SalePresses rush, Collection<StressSample> samples, long opening) {
        List<String> found = new ArrayList<>();
        long late = samples.stream()
                .filter(sample -> sample.label().equals("login") && sample.end() > opening)
                .count();
        if (late > 0) {
            found.add(String.format(
                    Locale.ROOT,
                    "%,d customers logged in after the opening: give them time, -Dstress.patience=...",
                    late));
        }
        long early =
                rush.orders().stream().filter(order -> order.start() < opening).count();
        if (early > 0) {
            found.add(String.format(Locale.ROOT, "%,d presses before the opening", early));
        }
        return found;
    }
}
