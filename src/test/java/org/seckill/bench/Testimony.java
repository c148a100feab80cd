package org.seckill.bench;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.seckill.check.Examination;
import org.seckill.check.Journal;
import org.seckill.check.Said;
import org.seckill.check.Told;

/**
 * What the buyers of a witness case were told. Nothing fails in these cases, one node sells, and there are more buyers than
 * units: so more must hold than of any sale.
 */
final class Testimony {
    private static final Set<Told> EXPECTED =
            EnumSet.of(Told.BOUGHT, Told.QUEUED, Told.OVER, Told.REPEAT, Told.BUSY, Told.NOTHING);

    private final Examination found;
    private final long left;

    /** @param left how many buyers left before the answer */
    Testimony(Examination found, long left) {
        this.found = found;
        this.left = left;
        found.judgeOrder();
    }

    long heard(Told... any) {
        return count(journal -> hears(journal, any));
    }

    /** @return what is wrong, nothing when all is right */
    List<String> faults() {
        List<String> faults = new ArrayList<>(found.verdicts().faults());
        long stock = found.holdings().offered();
        int rows = found.holdings().rows().size();
        long stayed = found.journals().size() - left;
        if (heard(Told.BOUGHT) == 0) {
            faults.add("nobody bought");
        }
        if (heard(Told.BUSY) == 0 && rows < Math.min(stock, stayed)) {
            faults.add(String.format(
                    Locale.ROOT,
                    "%d rows for %d units and %d buyers, none of whom was told to wait",
                    rows,
                    stock,
                    stayed));
        }
        if (found.holdings().left() > 0 && heard(Told.OVER) > 0) {
            faults.add(String.format(
                    Locale.ROOT,
                    "told that it is over with %d units left",
                    found.holdings().left()));
        }
        addIfAny(faults, heard(unexpected()), "answered as nobody should be where nothing fails");
        addIfAny(faults, Math.abs(unanswered() - left), "unanswered who had not left, or the other way round");
        addIfAny(
                faults,
                count(journal -> hears(journal, Told.QUEUED) && !hears(journal, Told.BOUGHT)),
                "queued, and never told that it is bought");
        return faults;
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "%d buyers: %d bought, %d refused, %d pressed again, %d busy; %d left unanswered, of which %d have a row; %s",
                found.journals().size(),
                heard(Told.BOUGHT),
                heard(Told.OVER),
                heard(Told.REPEAT),
                heard(Told.BUSY),
                left,
                found.unconfirmed(),
                found.orderOfArrival());
    }

    private long unanswered() {
        return count(
                journal -> journal.said().stream().anyMatch(said -> said.isPress() && said.told() == Told.NOTHING));
    }

    private long count(Predicate<Journal> which) {
        return found.journals().stream().filter(which).count();
    }

    private static Told[] unexpected() {
        return EnumSet.complementOf(EnumSet.copyOf(EXPECTED)).toArray(Told[]::new);
    }

    private static boolean hears(Journal journal, Told... any) {
        return journal.said().stream().map(Said::told).anyMatch(Set.of(any)::contains);
    }

    private static void addIfAny(List<String> faults, long buyers, String what) {
        if (buyers > 0) {
            faults.add(buyers + " buyers " + what);
        }
    }
}
