package org.seckill.catalogue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.seckill.sale.Sale;

/**
 * One page of the list of sales.
 *
 * @param number counted from 1
 * @param pages how many there are; at least 1, for an empty list has one empty page
 */
public record SalePage(List<Sale> items, int number, int pages) {
    public SalePage {
        items = List.copyOf(items);
    }

    /** The year that a page need not name, for it is this one, in UTC. */
    public static int year(Instant now) {
        return now.atOffset(ZoneOffset.UTC).getYear();
    }

    /** What a reader sees of it: two pages that are equal in this look the same. */
    public Object asShownAt(Instant now) {
        return List.of(
                pages,
                year(now),
                items.stream().map(Sale::asShown).toList(),
                items.stream().map(sale -> sale.phase(now)).toList());
    }
}
