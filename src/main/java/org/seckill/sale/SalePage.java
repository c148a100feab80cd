package org.seckill.sale;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * One page of the list of sales.
 *
 * @param number counted from 1
 * @param pages how many there are; at least 1, for an empty list has one empty page
 */
record SalePage(List<Seckill> items, int number, int pages) {
    SalePage {
        items = List.copyOf(items);
    }

    /** The year that a page need not name, for it is this one, in UTC. */
    static int year(Instant now) {
        return now.atOffset(ZoneOffset.UTC).getYear();
    }

    /** What a reader sees of it: two pages that are equal in this look the same. */
    Object asShownAt(Instant now) {
        return List.of(
                pages,
                year(now),
                items.stream().map(Seckill::asShown).toList(),
                items.stream().map(sale -> sale.phase(now)).toList());
    }
}
