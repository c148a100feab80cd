package org.seckill.reconcile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.seckill.reservation.RedisStream.OrderEntry;
import org.seckill.reservation.StockSnapshot;
import org.seckill.reservation.StockSnapshot.Seen;

/**
 * The units of a snapshot that are reserved and not recorded yet.
 *
 * @param units held by all its entries; an entry that was not examined counts as one
 * @param unannounced those entries whose buyers Redis does not know, one per buyer
 */
record ReservedUnits(long units, List<OrderEntry> unannounced) {
    /** @param holders the tickets of the recorded purchases, by phone */
    static ReservedUnits of(StockSnapshot seen, Map<String, String> holders) {
        List<OrderEntry> held =
                unrecorded(seen.examined().stream().filter(Seen::holdsUnit).map(Seen::entry), holders);
        List<OrderEntry> unannounced = unannounced(seen, holders);
        return new ReservedUnits(held.size() + unannounced.size() + seen.unexamined(), unannounced);
    }

    private static List<OrderEntry> unannounced(StockSnapshot seen, Map<String, String> holders) {
        Set<String> phones = new HashSet<>();
        List<OrderEntry> unannounced = new ArrayList<>();
        for (Seen one : seen.examined()) {
            if (one.known().isEmpty()
                    && one.entry().isOrder()
                    && phones.add(one.entry().phone())) {
                unannounced.add(one.entry());
            }
        }
        return unrecorded(unannounced.stream(), holders);
    }

    private static List<OrderEntry> unrecorded(Stream<OrderEntry> entries, Map<String, String> holders) {
        return entries.filter(entry -> !entry.ticket().equals(holders.get(entry.phone())))
                .toList();
    }
}
