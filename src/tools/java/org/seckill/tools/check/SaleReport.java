package org.seckill.tools.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RedisState;

/** What was found of one sale, in numbers for people. */
final class SaleReport {
    private final SaleExamination found;
    private final RecordedPurchases holdings;
    private final List<BuyerJournal> journals;

    SaleReport(SaleExamination found) {
        this.found = found;
        this.holdings = found.holdings();
        this.journals = found.journals();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "sale %d, open from %s to %s",
                holdings.sale(),
                holdings.window().start(),
                holdings.window().end()));
        add(lines, "stock", stock());
        add(lines, "log", log());
        add(lines, "last word", lastWords());
        add(lines, "duplicates", Integer.toString(breaches(Promise.NO_DUPLICATES)));
        add(lines, "confirmed without a row", Integer.toString(breaches(Promise.CONFIRMED_IS_RECORDED)));
        add(lines, "rows without a confirmation", unconfirmed());
        add(lines, "early, late", breaches(Promise.NEVER_EARLY) + ", " + breaches(Promise.NEVER_LATE));
        found.shelf().ifPresent(shelf -> add(lines, "Redis", redis(shelf)));
        add(lines, "order of arrival", order());
        return lines;
    }

    private static void add(List<String> lines, String name, String words) {
        lines.add("  %-28s %s".formatted(name, words));
    }

    private String stock() {
        long voids =
                holdings.rows().stream().filter(RecordedPurchases.Row::isVoid).count();
        return String.format(
                        Locale.ROOT,
                        "%d offered, %d left, %d purchases",
                        holdings.offered(),
                        holdings.left(),
                        holdings.rows().size())
                + (voids > 0 ? String.format(Locale.ROOT, ", of which %d void", voids) : "")
                + (holdings.restocks() > 0
                        ? String.format(Locale.ROOT, ", restocked %d times", holdings.restocks())
                        : "");
    }

    private String log() {
        long presses = journals.stream()
                .flatMap(journal -> journal.answers().stream())
                .filter(BuyerAnswer::isPress)
                .count();
        long all =
                journals.stream().mapToLong(journal -> journal.answers().size()).sum();
        return String.format(
                Locale.ROOT,
                "%d buyers, %d presses, %d questions for the result",
                byPhone().size(),
                presses,
                all - presses);
    }

    private String lastWords() {
        Map<AnswerKind, Integer> counts = new EnumMap<>(AnswerKind.class);
        counts.put(AnswerKind.BOUGHT, 0);
        counts.put(AnswerKind.OVER, 0);
        counts.put(AnswerKind.NOTHING, 0);
        for (List<BuyerJournal> devices : byPhone().values()) {
            if (devices.stream().anyMatch(device -> device.confirmedAt().isPresent())) {
                counts.merge(AnswerKind.BOUGHT, 1, Integer::sum);
            } else {
                UnconfirmedPurchases.lastWord(devices).ifPresent(word -> counts.merge(word, 1, Integer::sum));
            }
        }
        return words(counts);
    }

    private String unconfirmed() {
        UnconfirmedPurchases rows = UnconfirmedPurchases.of(holdings, journals);
        Map<AnswerKind, Integer> allowed = new EnumMap<>(AnswerKind.class);
        rows.told().values().stream().filter(AnswerKind::isOpen).forEach(word -> allowed.merge(word, 1, Integer::sum));
        int excused = allowed.values().stream().mapToInt(count -> count).sum();
        return String.format(
                Locale.ROOT,
                "%d: %d allowed%s, %d told otherwise, %d of strangers",
                rows.told().size() + rows.strangers().size(),
                excused,
                excused > 0 ? " (" + words(allowed) + ")" : "",
                rows.told().size() - excused,
                rows.strangers().size());
    }

    private String redis(RedisState shelf) {
        return found.violations().asks(Promise.NOTHING_STRANDED)
                ? String.format(
                        Locale.ROOT,
                        "%s units, %d orders in the stream, %d with a node, %d buyers who wait, %d set aside",
                        shelf.stock().isEmpty() ? "no" : shelf.stock(),
                        shelf.entries(),
                        shelf.pending(),
                        shelf.waiting(),
                        shelf.poison())
                : "knows nothing of this sale, in which nobody was told to wait";
    }

    private String order() {
        boolean isJudged = found.violations().asks(Promise.FIRST_COME);
        return found.orderOfArrival()
                + (found.holdings().isInOneGo() ? "" : "; units were added or given back, so that is no fault")
                + (isJudged || found.fairness().overtaken() == 0
                        ? ""
                        : "; " + found.fairness().example());
    }

    private Map<String, List<BuyerJournal>> byPhone() {
        return journals.stream()
                .collect(Collectors.groupingBy(BuyerJournal::phone, LinkedHashMap::new, Collectors.toList()));
    }

    private int breaches(Promise promise) {
        return found.violations().of(promise).size();
    }

    private static String words(Map<AnswerKind, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + words(count.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String words(AnswerKind told) {
        return switch (told) {
            case BOUGHT, REPEAT -> "confirmed";
            case OVER -> "refused";
            case QUEUED -> "still queued";
            case UNKNOWN -> "told that it is unknown";
            case REWRITTEN -> "told that the address is wrong";
            case BUSY -> "told to try again";
            case NOTHING -> "without an answer";
            case STRANGE -> "answered as nobody should be";
        };
    }
}
