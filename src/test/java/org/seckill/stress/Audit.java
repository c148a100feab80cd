package org.seckill.stress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.seckill.check.Holdings;

/** What a plan must show beside the promises: {@link org.seckill.check} knows those, and not who was to come and when. */
final class Audit {
    private static final Set<Kind> NO_WORD = Set.of(Kind.QUEUED, Kind.STILL_QUEUED, Kind.UNKNOWN, Kind.BUSY);

    private Audit() {}

    /** @return the complaints of the plan's assertions, each once and how often it came */
    static List<String> errors(Collection<Sample> samples) {
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
    static List<String> unanswered(Rush rush) {
        Map<String, Sample> last = new HashMap<>();
        rush.orders()
                .forEach(order ->
                        last.merge(order.phone(), order, (one, other) -> one.end() <= other.end() ? other : one));
        long waiting = last.values().stream()
                .filter(order -> NO_WORD.contains(Kind.of(order)))
                .count();
        return waiting == 0
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT, "sale %s: %,d customers were never told what became of it", rush.sale(), waiting));
    }

    /** @return what nobody got though somebody wanted it */
    static List<String> unsold(Rush rush, Holdings held) {
        long wanted = rush.orders().stream().map(Sample::phone).distinct().count();
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
    static List<String> untimely(Rush rush, Collection<Sample> samples, long opening) {
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
