package org.seckill.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.seckill.testing.Database;

/** One sale, of which a log tells what its buyers were told: they may have left at any time. For one thread. */
public final class Examination {
    /** What a log and the database can show of any sale. */
    private static final Set<Promise> ASKED = Set.of(
            Promise.NEVER_OVERSOLD,
            Promise.HONESTLY_SOLD_OUT,
            Promise.NO_DUPLICATES,
            Promise.CONFIRMED_IS_RECORDED,
            Promise.REFUSED_IS_NOT_RECORDED,
            Promise.NEVER_BACK,
            Promise.NEVER_EARLY,
            Promise.NEVER_LATE);

    private final Holdings holdings;
    private final List<Journal> journals;
    private final Verdicts verdicts = new Verdicts(ASKED);
    private final Fairness fairness;
    private @Nullable Shelf shelf;

    /** @param journals all of this sale, by the database's clock */
    public Examination(Holdings holdings, List<Journal> journals) {
        this(holdings, journals, Skew.NONE);
    }

    /** @param journals all of this sale */
    Examination(Holdings holdings, List<Journal> journals, Skew skew) {
        this.holdings = holdings;
        this.journals = journals;
        this.fairness = Fairness.of(holdings, journals, skew);
        new Checker(holdings, journals, verdicts).check();
        new Punctuality(holdings, verdicts).checkAnswers(journals, skew);
        // An order that waited may have given its unit back, and may be recorded whenever it is its turn.
        if (!isQueued()) {
            new Honesty(holdings, verdicts).check(journals, skew);
        }
    }

    /** @param log of clients on this machine */
    public static Examination of(Database database, Log log, long sale) {
        try (Connection connection = database.connect()) {
            Holdings holdings =
                    Holdings.read(connection, sale).orElseThrow(() -> new AssertionError("there is no sale " + sale));
            return new Examination(holdings, log.of(sale), Skew.read(connection));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public List<Journal> journals() {
        return journals;
    }

    public Holdings holdings() {
        return holdings;
    }

    public Verdicts verdicts() {
        return verdicts;
    }

    /** How many rows have buyers who were not told of them, for whatever reason. */
    public int unconfirmed() {
        Unconfirmed rows = Unconfirmed.of(holdings, journals);
        return rows.told().size() + rows.strangers().size();
    }

    /** How it compares with who got a unit. */
    public String orderOfArrival() {
        return fairness.words();
    }

    Fairness fairness() {
        return fairness;
    }

    Optional<Shelf> shelf() {
        return Optional.ofNullable(shelf);
    }

    /**
     * To be asked of a sale that one node sold, in which nothing failed. It says nothing of one to which units were added or
     * given back: who came later may get these.
     */
    public void judgeOrder() {
        if (holdings.isInOneGo()) {
            verdicts.ask(Promise.FIRST_COME);
            fairness.judge(holdings.sale(), verdicts);
        }
    }

    /** To be asked when nobody buys any more. It says nothing of a sale that was not sold through Redis. */
    void judge(Shelf found) {
        shelf = found;
        if (!found.isEmpty() || isQueued()) {
            verdicts.ask(Promise.NOTHING_STRANDED);
            found.strandedBeside(holdings)
                    .forEach(
                            what -> verdicts.breach(Promise.NOTHING_STRANDED, "sale " + holdings.sale() + ": " + what));
        }
    }

    private boolean isQueued() {
        return journals.stream()
                .flatMap(journal -> journal.said().stream())
                .anyMatch(said -> said.told() == Told.QUEUED);
    }
}
