package org.seckill.catalogue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.seckill.sale.Sale;

/**
 * One page of the list of sales.
 *
 * @param number from 1
 * @param pages the number of pages; an empty list has one empty page
 */
public record SalePage(List<Sale> items, int number, int pages) {
    public SalePage {
        items = List.copyOf(items);
    }

    /** Returns the current year in UTC, which pages omit from dates. */
    public static int year(Instant now) {
        return now.atOffset(ZoneOffset.UTC).getYear();
    }

    /** Returns a value that is equal for two pages that look the same. */
    public Object asShownAt(Instant now) {
        return List.of(
                pages,
                year(now),
                items.stream().map(Sale::asShown).toList(),
                items.stream().map(sale -> sale.phase(now)).toList());
    }
}
