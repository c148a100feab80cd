package org.seckill.tools.benchshop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the load was told of a sale, beside what the database holds of it.
 *
 * @param confirmed answers that said "bought"
 * @param unanswered orders that were sent and not answered
 * @param buyers how many different buyers the rows name
 */
public record SaleTotals(long offered, long left, long rows, long buyers, long confirmed, long unanswered) {

    /**
     * What is wrong, when each of so many orders was to be confirmed: there was stock for all, and a place for each.
     *
     * @return nothing when all is right
     */
    public List<String> faultsOf(long orders) {
        List<String> faults = new ArrayList<>(faults());
        if (confirmed != orders) {
            faults.add(String.format(Locale.ROOT, "%d of %d orders were confirmed", confirmed, orders));
        }
        return faults;
    }

    /** @return what is wrong, nothing when all is right */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (rows < confirmed) {
            faults.add(String.format(Locale.ROOT, "%d confirmed without a row", confirmed - rows));
        }
        if (rows > confirmed + unanswered) {
            faults.add(String.format(Locale.ROOT, "%d rows that no buyer was told of", rows - confirmed - unanswered));
        }
        if (rows > offered) {
            faults.add(String.format(Locale.ROOT, "oversold by %d", rows - offered));
        }
        if (offered - left != rows) {
            faults.add(String.format(Locale.ROOT, "%d units taken for %d rows", offered - left, rows));
        }
        if (buyers != rows) {
            faults.add(String.format(Locale.ROOT, "%d rows for %d buyers", rows, buyers));
        }
        return faults;
    }
}
