package org.seckill.bench;

import java.util.ArrayList;
import java.util.List;

/** Purchases over HTTP: each request is another buyer's, and each is to be confirmed. */
final class PurchaseCase implements Case {
    private static final int FEWEST = 2_000;
    private static final int MOST = 400_000;

    private final Premises premises;
    private final int connections;

    /** Per second, as far as is known. */
    private double expected = 3_000;

    PurchaseCase(Premises premises, int connections) {
        this.premises = premises;
        this.connections = connections;
    }

    @Override
    public String name() {
        return "purchase-" + connections;
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
    static Round sell(Premises premises, int connections, double orders, double thinkMillis) {
        int buyers = (int) Math.min(MOST, Math.max(Math.max(FEWEST, 4 * connections), orders));
        // One unit is left over, so that nobody is told that it is sold out.
        long sale = premises.books().sales().open(buyers + 1);
        List<Ask> requests = premises.buyers().orders(sale, buyers);
        Load load = premises.wrk().once(requests, connections, thinkMillis);
        Ledger ledger = premises.books().ledger(sale, load.granted(), load.sent() - load.answered());
        premises.books().forgetPurchases();
        // A node that refuses everybody is quick, too. The lane has more places than there are connections.
        List<String> faults = new ArrayList<>(ledger.faultsOf(buyers));
        faults.addAll(load.faults(true));
        return new Round(load.figures(load.granted()), ledger.rows(), List.of(), faults);
    }
}
