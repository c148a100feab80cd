package org.seckill.soldout;

import java.time.Instant;

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
}
