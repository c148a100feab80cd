package org.seckill.reservation;

import java.util.List;
import org.seckill.reservation.RedisStream.OrderEntry;

/**
 * The state of a sale in Redis at one moment.
 *
 * @param version of the stock, changed by each correction; empty if there was no comparison yet
 * @param epoch -1 if the stock was never loaded
 * @param stock units that can still be reserved; negative if too many were reserved
 * @param stockIsThere whether there is a stock
 * @param length the length of the stream
 * @param examined the entries that were delivered to nodes, up to a bound, and some undelivered ones
 */
public record StockSnapshot(
        String version, int epoch, long stock, boolean stockIsThere, long length, List<Seen> examined) {
    /**
     * An examined entry.
     *
     * @param known the state of its buyer; empty for none
     */
    public record Seen(OrderEntry entry, String known) {
        /** Whether this entry, and no other of its buyer, holds a unit. */
        public boolean holdsUnit() {
            return known.equals(OrderState.WAITING.with(entry.ticket()) + " " + entry.id());
        }
    }

    /** The number of entries that were not examined: undelivered, beyond the bound, or settled meanwhile. */
    public long unexamined() {
        return length - examined.size();
    }
}
