package org.seckill.tools.nodes;

import java.time.Duration;
import java.util.List;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.testkit.load.TrialSale;
import org.seckill.testkit.run.Outage;
import org.seckill.tools.check.CheckFindings;
import org.seckill.tools.ledger.EngineState;

/**
 * What happened in a trial.
 *
 * @param relays how long each sold-out mark took to each other node, in ascending order
 */
record TrialRecord(List<TrialSale> sales, List<BuyerJournal> journals, List<Outage> outages, List<Duration> relays) {
    CheckFindings findings(EngineState truth) throws InterruptedException {
        return CheckFindings.of(sales.stream().map(TrialSale::id).toList(), journals, truth);
    }

    List<BuyerJournal> of(long sale) {
        return journals.stream().filter(journal -> journal.sale() == sale).toList();
    }
}
