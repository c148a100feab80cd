package org.seckill.sale;

import java.time.Instant;
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

    /** What a reader sees of it: two pages that are equal in this look the same. */
    Object asShownAt(Instant now) {
        return List.of(
                pages,
                items.stream().map(Seckill::asShown).toList(),
                items.stream().map(sale -> sale.phase(now)).toList());
    }
}
