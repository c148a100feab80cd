package org.seckill.reservation;

import java.util.List;

/**
 * One moment of a sale in Redis.
 *
 * @param version of the stock, drawn anew by each correction; empty when it was never looked at
 * @param epoch -1 when it was never loaded
 * @param stock units that may be reserved yet; negative when more were reserved than there are
 * @param stockIsThere whether there is a stock at all
 * @param length of the stream
 * @param examined the entries that nodes were given, up to a bound, and some that wait behind them
 */
public record StockSnapshot(
        String version, int epoch, long stock, boolean stockIsThere, long length, List<Seen> examined) {
    /** @param known what is remembered of its buyer; empty for nothing */
    public record Seen(OrderEntry entry, String known) {
        /** Whether this very entry holds a unit. */
        public boolean holdsUnit() {
            return known.equals("W" + entry.ticket() + " " + entry.id());
        }
    }

    /** Entries that were not looked at: nobody has them in hand, they are beyond the bound, or they are settled since. */
    public long unexamined() {
        return length - examined.size();
    }
}
