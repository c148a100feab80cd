package org.seckill.soldout;

import java.time.Instant;
import org.seckill.sale.Sale;

/**
 * Records that a sale is sold out. Only the database's answer to an order creates a mark. While the mark is valid, the
 * sale records no purchase.
 *
 * @param epoch of the sale when the order was decided
 * @param decidedAt when the order was decided, by the database's clock
 */
public record Mark(int epoch, Instant decidedAt) {
    /** @return the mark with the higher epoch; this one if the epochs are equal */
    Mark orNewer(Mark other) {
        return epoch >= other.epoch ? this : other;
    }

    boolean isNewerThan(Mark other) {
        return epoch > other.epoch || (epoch == other.epoch && decidedAt.isAfter(other.decidedAt));
    }

    /** @return false if the copy shows that the sale was restocked after this mark */
    boolean countsFor(Sale copy) {
        return epoch >= copy.epoch() && !wasRestockedByHand(copy);
    }

    // A plain UPDATE of the stock does not raise the epoch, but a copy that is read later shows the stock. A copy that
    // is read while the last unit is being committed shows stock too: the mark is lost, and one more order reaches the
    // database.
    private boolean wasRestockedByHand(Sale copy) {
        return epoch == copy.epoch() && copy.stock() > 0 && copy.readAt().isAfter(decidedAt);
    }
}
