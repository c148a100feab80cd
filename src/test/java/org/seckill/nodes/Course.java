package org.seckill.nodes;

import java.time.Duration;
import java.util.List;
import org.seckill.check.Findings;
import org.seckill.check.Journal;
import org.seckill.check.Truth;
import org.seckill.parts.Outage;
import org.seckill.shoppers.OnSale;

/**
 * What happened in a trial.
 *
 * @param relays how long each sold-out mark took to each other node, in ascending order
 */
record Course(List<OnSale> sales, List<Journal> journals, List<Outage> outages, List<Duration> relays) {
    Findings findings(Truth truth) throws InterruptedException {
        return Findings.of(sales.stream().map(OnSale::id).toList(), journals, truth);
    }

    List<Journal> of(long sale) {
        return journals.stream().filter(journal -> journal.sale() == sale).toList();
    }
}
