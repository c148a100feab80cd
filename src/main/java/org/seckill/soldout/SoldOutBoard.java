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
 * The sold-out sales, in the memory of this node. Requests are checked against it first. It only saves work: without a
 * mark, the order goes to the desk, and the database decides.
 *
 * <p>A restock makes a mark void: the sale's epoch is higher than the mark's, or a copy that was read after the mark
 * shows stock. Thread-safe; no method blocks.
 */
@Component
public final class SoldOutBoard {
    private final ConcurrentMap<Long, SaleMarks> marks = new ConcurrentHashMap<>();

    /** Receives the changes of this board. */
    private volatile BoardRelay relay = BoardRelay.NONE;

    void relayTo(BoardRelay newRelay) {
        relay = newRelay;
    }

    /** Marks a sale as sold out. Call it only with the database's answer to an order. */
    public void mark(long sale, int epoch, Instant decidedAt) {
        Mark mark = new Mark(epoch, decidedAt);
        SaleMarks current = marks.compute(sale, (id, before) -> SaleMarks.withOwn(before, mark));
        if (mark.equals(current.own())) {
            relay.soldOut(sale);
        }
    }

    public boolean isSoldOut(Sale sale) {
        return find(sale).isPresent();
    }

    /**
     * Finds the valid mark of a sale. A void mark is removed, also from ZooKeeper.
     *
     * @param sale a copy of the sale
     * @return empty if the sale may have stock
     */
    public Optional<Mark> find(Sale sale) {
        SaleMarks current = marks.get(sale.id());
        if (current == null) {
            return Optional.empty();
        }
        Mark mark = current.newest();
        if (mark.countsFor(sale)) {
            return Optional.of(mark);
        }
        if (marks.remove(sale.id(), current)) {
            relay.restocked(sale);
        }
        return Optional.empty();
    }

    /**
     * Stores the mark that was read from ZooKeeper.
     *
     * @return whether the mark is new to this node
     */
    boolean putRelayed(long sale, Mark mark) {
        SaleMarks before = marks.get(sale);
        marks.compute(sale, (id, current) -> SaleMarks.withRelayed(current, mark));
        return before == null || (!mark.equals(before.relayed()) && !mark.equals(before.own()));
    }

    /** Removes the relayed mark, because it was deleted in ZooKeeper, and an own mark that is not newer. */
    void withdraw(long sale) {
        change(sale, SaleMarks::afterWithdrawal);
    }

    /** Removes the relayed mark, because ZooKeeper's state is unknown. The own mark stays. */
    void forgetRelayed(long sale) {
        change(sale, SaleMarks::withoutRelayed);
    }

    void forgetRelayed() {
        marks.keySet().forEach(this::forgetRelayed);
    }

    /** @return the mark from the database's answer to this node */
    Optional<Mark> own(long sale) {
        return Optional.ofNullable(marks.get(sale)).map(SaleMarks::own);
    }

    /** @return the mark that was last read from ZooKeeper */
    Optional<Mark> relayed(long sale) {
        return Optional.ofNullable(marks.get(sale)).map(SaleMarks::relayed);
    }

    /** @return a snapshot of the sales that have a mark */
    Set<Long> sales() {
        return Set.copyOf(marks.keySet());
    }

    long countOwn() {
        return marks.values().stream().filter(current -> current.own() != null).count();
    }

    long countRelayed() {
        return marks.values().stream()
                .filter(current -> current.relayed() != null)
                .count();
    }

    private void change(long sale, Function<SaleMarks, @Nullable SaleMarks> change) {
        marks.computeIfPresent(sale, (id, current) -> change.apply(current));
    }
}
