package org.seckill.sale;

import java.time.Instant;

/**
 * One sale, as MySQL told it at {@code readAt}. A copy: the stock may have gone since then, and only the
 * database decides.
 *
 * @param id at least 1
 * @param stock units left, never negative
 * @param epoch raised by each restock
 * @param readAt by the database's clock
 */
public record Seckill(long id, String name, int stock, Window window, int epoch, Instant readAt) {
    public Seckill {
        if (id < 1 || stock < 0 || epoch < 0) {
            throw new IllegalArgumentException("sale %d with stock %d in epoch %d".formatted(id, stock, epoch));
        }
    }

    public Phase phase(Instant now) {
        return window.phase(now);
    }

    /** What a reader sees of it: the same in all copies between which nothing was changed or sold. */
    Seckill asShown() {
        return new Seckill(id, name, stock, window, epoch, Instant.EPOCH);
    }
}
