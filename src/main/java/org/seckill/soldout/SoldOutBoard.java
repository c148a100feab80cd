package org.seckill.soldout;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.seckill.sale.Seckill;
import org.springframework.stereotype.Component;

/**
 * Which sales are sold out, in this process. It is looked at before anything that costs, and it only ever
 * saves work: a missing mark sends the order to the database, which decides.
 *
 * <p>A mark counts for nothing once the sale was restocked: when its epoch was raised, or when a copy read
 * after the mark shows stock. Safe for use by any number of threads.
 */
@Component
public final class SoldOutBoard {
    private final ConcurrentMap<Long, Mark> marks = new ConcurrentHashMap<>();

    /** To be called only with what the database answered to an order. */
    public void mark(long sale, int epoch, Instant decidedAt) {
        marks.merge(sale, new Mark(epoch, decidedAt), Mark::orNewer);
    }

    public boolean isSoldOut(Seckill sale) {
        return find(sale).isPresent();
    }

    /** @return the mark that counts for the sale, and nothing when it may have stock */
    public Optional<Mark> find(Seckill sale) {
        Mark mark = marks.get(sale.id());
        if (mark == null) {
            return Optional.empty();
        }
        if (mark.epoch() >= sale.epoch() && !wasRestockedByHand(sale, mark)) {
            return Optional.of(mark);
        }
        marks.remove(sale.id(), mark);
        return Optional.empty();
    }

    // A plain UPDATE of the stock raises no epoch, but a copy read later shows it. A copy read while the last unit was
    // being committed shows stock as well: then the mark is lost, and the database asked once more.
    private static boolean wasRestockedByHand(Seckill sale, Mark mark) {
        return mark.epoch() == sale.epoch() && sale.stock() > 0 && sale.readAt().isAfter(mark.decidedAt());
    }
}
