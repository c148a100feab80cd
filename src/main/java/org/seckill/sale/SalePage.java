package org.seckill.sale;

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
}
