package org.seckill.soldout;

import java.time.Instant;
import org.seckill.sale.Sale;

/**
 * That a sale had no stock left, as the database said while it decided an order. While the mark counts,
 * nothing more is recorded in that sale.
 *
 * @param epoch of the sale then
 * @param decidedAt by the database's clock
 */
public record Mark(int epoch, Instant decidedAt) {
    /** @return the mark of the higher epoch; of two in one epoch the one that was there before */
    Mark orNewer(Mark other) {
        return epoch >= other.epoch ? this : other;
    }

    boolean isNewerThan(Mark other) {
        return epoch > other.epoch || (epoch == other.epoch && decidedAt.isAfter(other.decidedAt));
    }

    /** @return false when the copy shows that the sale was restocked after this mark */
    boolean countsFor(Sale copy) {
        return epoch >= copy.epoch() && !wasRestockedByHand(copy);
    }

    // A plain UPDATE of the stock raises no epoch, but a copy read later shows it. A copy read while the last unit was
    // being committed shows stock as well: then the mark is lost, and the database asked once more.
    private boolean wasRestockedByHand(Sale copy) {
        return epoch == copy.epoch() && copy.stock() > 0 && copy.readAt().isAfter(decidedAt);
    }
}
