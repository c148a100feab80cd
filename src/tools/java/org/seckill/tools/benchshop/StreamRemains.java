package org.seckill.tools.benchshop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.seckill.reservation.BareQueue.Holding;

/** What Redis and the database hold of a sale whose stream is drained. */
public record StreamRemains(Holding redis, SaleTotals ledger) {
    /** @return what is wrong, when each of so many orders was queued and there was stock for all; nothing when all is right */
    public List<String> faultsOf(long orders) {
        return with(ledger.faultsOf(orders));
    }

    /** @return what is wrong, nothing when all is right */
    public List<String> faults() {
        return with(ledger.faults());
    }

    private List<String> with(List<String> ofTheLedger) {
        List<String> faults = new ArrayList<>(ofTheLedger);
        if (redis.waiting() > 0) {
            faults.add(String.format(Locale.ROOT, "%d orders still wait in the stream", redis.waiting()));
        }
        if (redis.poison() > 0) {
            faults.add(String.format(Locale.ROOT, "%d orders were set aside", redis.poison()));
        }
        if (redis.stock() != ledger.left()) {
            faults.add(String.format(
                    Locale.ROOT, "%d units left in Redis, %d in the database", redis.stock(), ledger.left()));
        }
        if (redis.buyers() != ledger.rows()) {
            faults.add(
                    String.format(Locale.ROOT, "%d buyers known in Redis for %d rows", redis.buyers(), ledger.rows()));
        }
        return faults;
    }
}
