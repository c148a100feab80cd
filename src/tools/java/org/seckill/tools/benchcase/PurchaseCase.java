package org.seckill.tools.benchcase;

import java.util.ArrayList;
import java.util.List;
import org.seckill.testkit.http.RawRequest;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.benchshop.SaleTotals;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.LoadResult;
import org.seckill.tools.measure.Round;

/** Purchases over HTTP: each request is another buyer's, and each is to be confirmed. */
public final class PurchaseCase implements BenchCase {
    private static final int FEWEST = 2_000;
    private static final int MOST = 400_000;

    private final BenchShop premises;
    private final int connections;

    /** Per second, as far as is known. */
    private double expected = 3_000;

    public PurchaseCase(BenchShop premises, int connections) {
        this.premises = premises;
        this.connections = connections;
    }

    @Override
    public String name() {
        return (connections == BenchCases.LARGEST_CROWD ? "crowd-" : "purchase-") + connections;
    }

    @Override
    public String title() {
        return "purchases over HTTP, " + connections + " connections";
    }

    @Override
    public Round round(int seconds) {
        Round round = sell(premises, connections, expected * seconds, 0);
        expected = round.rate();
        return round;
    }

    /** @param thinkMillis how long each connection waits before a request, on average */
    static Round sell(BenchShop premises, int connections, double orders, double thinkMillis) {
        int buyers = (int) Math.min(MOST, Math.max(Math.max(FEWEST, 4 * connections), orders));
        // One unit is left over, so that nobody is told that it is sold out.
        long sale = premises.tables().sales().open(buyers + 1);
        List<RawRequest> requests = premises.buyers().orders(sale, buyers);
        LoadResult load = premises.wrk().once(requests, connections, thinkMillis);
        SaleTotals ledger = premises.tables().ledger(sale, load.granted(), load.sent() - load.answered());
        premises.tables().forgetPurchases();
        // A node that refuses everybody is quick, too. The lane has more places than there are connections.
        List<String> faults = new ArrayList<>(ledger.faultsOf(buyers));
        faults.addAll(load.faults(true));
        return new Round(load.figures(load.granted()), ledger.rows(), List.of(), faults);
    }
}
