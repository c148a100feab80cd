package org.seckill.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What the load was told of a sale, beside what the database holds of it.
 *
 * @param confirmed answers that said "bought"
 * @param unanswered orders that were sent and not answered
 * @param buyers how many different buyers the rows name
 */
record Ledger(long offered, long left, long rows, long buyers, long confirmed, long unanswered) {

    /**
     * What is wrong, when each of so many orders was to be confirmed: there was stock for all, and a place for each.
     *
     * @return nothing when all is right
     */
    List<String> faultsOf(long orders) {
        List<String> faults = new ArrayList<>(faults());
        if (confirmed != orders) {
            faults.add("%d of %d orders were confirmed".formatted(confirmed, orders));
        }
        return faults;
    }

    /** @return what is wrong, nothing when all is right */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (rows < confirmed) {
            faults.add("%d confirmed without a row".formatted(confirmed - rows));
        }
        if (rows > confirmed + unanswered) {
            faults.add("%d rows that no buyer was told of".formatted(rows - confirmed - unanswered));
        }
        if (rows > offered) {
            faults.add("oversold by %d".formatted(rows - offered));
        }
        if (offered - left != rows) {
            faults.add("%d units taken for %d rows".formatted(offered - left, rows));
        }
        if (buyers != rows) {
            faults.add("%d rows for %d buyers".formatted(rows, buyers));
        }
        return faults;
    }
}
