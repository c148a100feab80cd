package org.seckill.soldout;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.seckill.sale.Sale;
import org.springframework.stereotype.Component;

/**
 * Which sales are sold out, in the memory of this process. It is looked at before anything that costs, and it only ever
 * saves work: a missing mark sends the order to the database, which decides.
 *
 * <p>A mark counts for nothing once the sale was restocked: when its epoch was raised, or when a copy read
 * after the mark shows stock. Safe for use by any number of threads.
 */
@Component
public final class SoldOutBoard {
    private final ConcurrentMap<Long, SaleMarks> marks = new ConcurrentHashMap<>();

    /** Set once, at the start, where nodes tell each other. */
    private volatile BoardRelay neighbours = BoardRelay.NONE;

    void tell(BoardRelay others) {
        neighbours = others;
    }

    /** To be called only with what the database answered to an order. */
    public void mark(long sale, int epoch, Instant decidedAt) {
        Mark mark = new Mark(epoch, decidedAt);
        SaleMarks known = marks.compute(sale, (id, before) -> SaleMarks.withOwn(before, mark));
        if (mark.equals(known.own())) {
            neighbours.soldOut(sale);
        }
    }

    public boolean isSoldOut(Sale sale) {
        return find(sale).isPresent();
    }

    /** @return the mark that counts for the sale, and nothing when it may have stock */
    public Optional<Mark> find(Sale sale) {
        SaleMarks known = marks.get(sale.id());
        if (known == null) {
            return Optional.empty();
        }
        Mark mark = known.newest();
        if (mark.countsFor(sale)) {
            return Optional.of(mark);
        }
        if (marks.remove(sale.id(), known)) {
            neighbours.restocked(sale);
        }
        return Optional.empty();
    }

    /**
     * This stands in ZooKeeper.
     *
     * @return whether this node did not know it
     */
    boolean relay(long sale, Mark mark) {
        SaleMarks before = marks.get(sale);
        marks.compute(sale, (id, known) -> SaleMarks.withRelayed(known, mark));
        return before == null || (!mark.equals(before.relayed()) && !mark.equals(before.own()));
    }

    /** What stood in ZooKeeper stands there no more. */
    void withdraw(long sale) {
        change(sale, SaleMarks::afterWithdrawal);
    }

    /** What stands in ZooKeeper is not known. */
    void forgetRelayed(long sale) {
        change(sale, SaleMarks::withoutRelayed);
    }

    void forgetRelayed() {
        marks.keySet().forEach(this::forgetRelayed);
    }

    /** @return what the database told this node */
    Optional<Mark> own(long sale) {
        return Optional.ofNullable(marks.get(sale)).map(SaleMarks::own);
    }

    /** @return what stands in ZooKeeper, as far as this node knows */
    Optional<Mark> relayed(long sale) {
        return Optional.ofNullable(marks.get(sale)).map(SaleMarks::relayed);
    }

    /** @return the sales of which anything is known, as they are now */
    Set<Long> sales() {
        return Set.copyOf(marks.keySet());
    }

    /** How many marks the database told this node. */
    long countOwn() {
        return marks.values().stream().filter(known -> known.own() != null).count();
    }

    /** How many marks stand in ZooKeeper, as far as this node knows. */
    long countRelayed() {
        return marks.values().stream().filter(known -> known.relayed() != null).count();
    }

    private void change(long sale, Function<SaleMarks, @Nullable SaleMarks> change) {
        marks.computeIfPresent(sale, (id, known) -> change.apply(known));
    }
}
