package org.seckill.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
        findRefusedForNothing(skew);
        findRecordedBehindTheirBacks(skew);
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
        if (isInOneGo()) {
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

    /** Nothing was added to its stock, and nothing given back. */
    boolean isInOneGo() {
        return holdings.restocks() == 0 && holdings.rows().stream().noneMatch(Holdings.Row::isVoid);
    }

    // Where nothing is given back, a unit that is left was there all the time. An order that waited may have given one
    // back.
    private void findRefusedForNothing(Skew skew) {
        if (holdings.left() == 0 || !isInOneGo() || isQueued()) {
            return;
        }
        for (Journal journal : journals) {
            journal.said().stream()
                    .filter(said -> said.isPress() && said.told() == Told.OVER && isWhileOpen(said, skew))
                    .forEach(said -> verdicts.breach(
                            Promise.HONESTLY_SOLD_OUT,
                            "sale %d, of which %d are left: %s".formatted(holdings.sale(), holdings.left(), journal)));
        }
    }

    // Who hears `-2` hears that the order is recorded no more, if it is not yet; one that waits in Redis may be.
    private void findRecordedBehindTheirBacks(Skew skew) {
        if (isQueued()) {
            return;
        }
        Map<String, List<Said>> presses = journals.stream()
                .collect(Collectors.groupingBy(
                        Journal::phone,
                        Collectors.flatMapping(
                                journal -> journal.said().stream().filter(Said::isPress), Collectors.toList())));
        for (Holdings.Row row : holdings.rows()) {
            List<Said> said = presses.getOrDefault(row.buyer(), List.of());
            boolean isExplained =
                    said.stream().anyMatch(one -> one.told() == Told.BOUGHT || one.told() == Told.NOTHING);
            List<Said> unknown =
                    said.stream().filter(one -> one.told() == Told.UNKNOWN).toList();
            if (!isExplained
                    && !unknown.isEmpty()
                    && unknown.stream().allMatch(one -> skew.isSurelyBefore(one.at(), row.recorded()))) {
                verdicts.breach(
                        Promise.REFUSED_IS_NOT_RECORDED,
                        "sale %d: a row of %s of %s, after it was told that nobody knows and that it would be recorded no more: %s"
                                .formatted(holdings.sale(), row.phone(), row.recorded(), unknown));
            }
        }
    }

    private boolean isWhileOpen(Said said, Skew skew) {
        return skew.isSurelyAfter(said.sent(), holdings.window().start())
                && skew.isSurelyBefore(said.at(), holdings.window().end());
    }

    private boolean isQueued() {
        return journals.stream()
                .flatMap(journal -> journal.said().stream())
                .anyMatch(said -> said.told() == Told.QUEUED);
    }
}
