package org.seckill.soldout;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.seckill.sale.Seckill;
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
    private final ConcurrentMap<Long, Known> marks = new ConcurrentHashMap<>();

    /** Set once, at the start, where nodes tell each other. */
    private volatile Neighbours neighbours = Neighbours.NONE;

    void tell(Neighbours others) {
        neighbours = others;
    }

    /** To be called only with what the database answered to an order. */
    public void mark(long sale, int epoch, Instant decidedAt) {
        Mark mark = new Mark(epoch, decidedAt);
        Known known = marks.compute(sale, (id, before) -> Known.withOwn(before, mark));
        if (mark.equals(known.own())) {
            neighbours.soldOut(sale);
        }
    }

    public boolean isSoldOut(Seckill sale) {
        return find(sale).isPresent();
    }

    /** @return the mark that counts for the sale, and nothing when it may have stock */
    public Optional<Mark> find(Seckill sale) {
        Known known = marks.get(sale.id());
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
        Known before = marks.get(sale);
        marks.compute(sale, (id, known) -> Known.withRelayed(known, mark));
        return before == null || (!mark.equals(before.relayed()) && !mark.equals(before.own()));
    }

    /** What stood in ZooKeeper stands there no more. */
    void withdraw(long sale) {
        change(sale, Known::afterWithdrawal);
    }

    /** What stands in ZooKeeper is not known. */
    void forgetRelayed(long sale) {
        change(sale, Known::withoutRelayed);
    }

    void forgetRelayed() {
        marks.keySet().forEach(this::forgetRelayed);
    }

    /** @return what the database told this node */
    Optional<Mark> own(long sale) {
        return Optional.ofNullable(marks.get(sale)).map(Known::own);
    }

    /** @return what stands in ZooKeeper, as far as this node knows */
    Optional<Mark> relayed(long sale) {
        return Optional.ofNullable(marks.get(sale)).map(Known::relayed);
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

    private void change(long sale, Function<Known, @Nullable Known> change) {
        marks.computeIfPresent(sale, (id, known) -> change.apply(known));
    }
}
