package org.seckill.tools.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.jtl.AnswerLog;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RedisState;

/** One sale, of which a log tells what its buyers were told: they may have left at any time. For one thread. */
public final class SaleExamination {
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

    private final RecordedPurchases holdings;
    private final List<BuyerJournal> journals;
    private final Violations violations = new Violations(ASKED);
    private final FairnessCheck fairness;
    private @Nullable RedisState shelf;

    /** @param journals all of this sale, by the database's clock */
    public SaleExamination(RecordedPurchases holdings, List<BuyerJournal> journals) {
        this(holdings, journals, ClockOffset.NONE);
    }

    /** @param journals all of this sale */
    SaleExamination(RecordedPurchases holdings, List<BuyerJournal> journals, ClockOffset skew) {
        this.holdings = holdings;
        this.journals = journals;
        this.fairness = FairnessCheck.of(holdings, journals, skew);
        new SaleChecker(holdings, journals, violations).check();
        new PunctualityCheck(holdings, violations).checkAnswers(journals, skew);
        // An order that waited may have given its unit back, and may be recorded whenever it is its turn.
        if (!isQueued()) {
            new HonestyCheck(holdings, violations).check(journals, skew);
        }
    }

    /** @param log of clients on this machine */
    public static SaleExamination of(Database database, AnswerLog log, long sale) {
        try (Connection connection = database.connect()) {
            RecordedPurchases holdings = RecordedPurchases.read(connection, sale)
                    .orElseThrow(() -> new AssertionError("there is no sale " + sale));
            return new SaleExamination(holdings, log.of(sale), ClockOffset.read(connection));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public List<BuyerJournal> journals() {
        return journals;
    }

    public RecordedPurchases holdings() {
        return holdings;
    }

    public Violations violations() {
        return violations;
    }

    /** How many rows have buyers who were not told of them, for whatever reason. */
    public int unconfirmed() {
        UnconfirmedPurchases rows = UnconfirmedPurchases.of(holdings, journals);
        return rows.told().size() + rows.strangers().size();
    }

    /** How it compares with who got a unit. */
    public String orderOfArrival() {
        return fairness.words();
    }

    FairnessCheck fairness() {
        return fairness;
    }

    Optional<RedisState> shelf() {
        return Optional.ofNullable(shelf);
    }

    /**
     * To be asked of a sale that one node sold, in which nothing failed. It says nothing of one to which units were added or
     * given back: who came later may get these.
     */
    public void judgeOrder() {
        if (holdings.isInOneGo()) {
            violations.ask(Promise.FIRST_COME);
            fairness.judge(holdings.sale(), violations);
        }
    }

    /** To be asked when nobody buys any more. It says nothing of a sale that was not sold through Redis. */
    void judge(RedisState found) {
        shelf = found;
        if (!found.isEmpty() || isQueued()) {
            violations.ask(Promise.NOTHING_STRANDED);
            found.strandedBeside(holdings)
                    .forEach(what ->
                            violations.breach(Promise.NOTHING_STRANDED, "sale " + holdings.sale() + ": " + what));
        }
    }

    private boolean isQueued() {
        return journals.stream()
                .flatMap(journal -> journal.answers().stream())
                .anyMatch(said -> said.told() == AnswerKind.QUEUED);
    }
}
