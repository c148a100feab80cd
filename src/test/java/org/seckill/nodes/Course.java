package org.seckill.nodes;

import java.time.Duration;
import java.util.List;
import org.seckill.check.Journal;
import org.seckill.shoppers.OnSale;

/**
 * What happened in a trial.
 *
 * @param relays how long each sold-out mark took to each other node, in ascending order
 */
record Course(List<OnSale> sales, List<Journal> journals, List<Outage> outages, List<Duration> relays) {
    List<Journal> of(long sale) {
        return journals.stream().filter(journal -> journal.sale() == sale).toList();
    }
}
