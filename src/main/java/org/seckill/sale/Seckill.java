package org.seckill.sale;

import java.time.Instant;
import java.util.Locale;

/**
 * One sale, as MySQL told it at {@code readAt}. A copy: the stock may have gone since then, and only the
 * database decides.
 *
 * @param id at least 1
 * @param stock units left, never negative
 * @param offered all units ever offered, the sold ones too; at least the stock
 * @param epoch raised by each restock
 * @param readAt by the database's clock
 */
public record Seckill(
        long id, String name, Goods goods, int stock, int offered, Window window, int epoch, Instant readAt) {
    public Seckill {
        if (id < 1 || stock < 0 || epoch < 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "sale %d with stock %d in epoch %d", id, stock, epoch));
        }
        // An operator may have raised the stock by a plain UPDATE: those units are offered too.
        offered = Math.max(offered, stock);
    }

    public Phase phase(Instant now) {
        return window.phase(now);
    }

    /** @return 0 to 100, rounded down, but 0 only when nothing is left */
    public int percentLeft() {
        return stock == 0 ? 0 : Math.max(1, (int) (100L * stock / offered));
    }

    /** What a reader sees of it: the same in all copies between which nothing was changed or sold. */
    Seckill asShown() {
        return new Seckill(id, name, goods, stock, offered, window, epoch, Instant.EPOCH);
    }
}
