package org.seckill.tools.benchcase;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.check.SaleExamination;

/**
 * What the buyers of a witness case were told. Nothing fails in these cases, one node sells, and there are more buyers than
 * units: so more must hold than of any sale.
 */
final class WitnessRecord {
    private static final Set<AnswerKind> EXPECTED = EnumSet.of(
            AnswerKind.BOUGHT,
            AnswerKind.QUEUED,
            AnswerKind.OVER,
            AnswerKind.REPEAT,
            AnswerKind.BUSY,
            AnswerKind.NOTHING);

    private final SaleExamination found;
    private final long left;

    /** @param left how many buyers left before the answer */
    WitnessRecord(SaleExamination found, long left) {
        this.found = found;
        this.left = left;
        found.judgeOrder();
    }

    long heard(AnswerKind... any) {
        return count(journal -> hears(journal, any));
    }

    /** @return what is wrong, nothing when all is right */
    List<String> faults() {
        List<String> faults = new ArrayList<>(found.violations().faults());
        long stock = found.holdings().offered();
        int rows = found.holdings().rows().size();
        long stayed = found.journals().size() - left;
        if (heard(AnswerKind.BOUGHT) == 0) {
            faults.add("nobody bought");
        }
        if (heard(AnswerKind.BUSY) == 0 && rows < Math.min(stock, stayed)) {
            faults.add(String.format(
                    Locale.ROOT,
                    "%d rows for %d units and %d buyers, none of whom was told to wait",
                    rows,
                    stock,
                    stayed));
        }
        if (found.holdings().left() > 0 && heard(AnswerKind.OVER) > 0) {
            faults.add(String.format(
                    Locale.ROOT,
                    "told that it is over with %d units left",
                    found.holdings().left()));
        }
        addIfAny(faults, heard(unexpected()), "answered as nobody should be where nothing fails");
        addIfAny(faults, Math.abs(unanswered() - left), "unanswered who had not left, or the other way round");
        addIfAny(
                faults,
                count(journal -> hears(journal, AnswerKind.QUEUED) && !hears(journal, AnswerKind.BOUGHT)),
                "queued, and never told that it is bought");
        return faults;
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "%d buyers: %d bought, %d refused, %d pressed again, %d busy; %d left unanswered, of which %d have a row; %s",
                found.journals().size(),
                heard(AnswerKind.BOUGHT),
                heard(AnswerKind.OVER),
                heard(AnswerKind.REPEAT),
                heard(AnswerKind.BUSY),
                left,
                found.unconfirmed(),
                found.orderOfArrival());
    }

    private long unanswered() {
        return count(journal ->
                journal.answers().stream().anyMatch(said -> said.isPress() && said.told() == AnswerKind.NOTHING));
    }

    private long count(Predicate<BuyerJournal> which) {
        return found.journals().stream().filter(which).count();
    }

    private static AnswerKind[] unexpected() {
        return EnumSet.complementOf(EnumSet.copyOf(EXPECTED)).toArray(AnswerKind[]::new);
    }

    private static boolean hears(BuyerJournal journal, AnswerKind... any) {
        return journal.answers().stream().map(BuyerAnswer::told).anyMatch(Set.of(any)::contains);
    }

    private static void addIfAny(List<String> faults, long buyers, String what) {
        if (buyers > 0) {
            faults.add(buyers + " buyers " + what);
        }
    }
}
