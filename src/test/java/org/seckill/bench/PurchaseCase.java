package org.seckill.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        return round(seconds, 0);
    }

    /** @param thinkMillis how long each connection waits before a request, on average */
    Round round(int seconds, int thinkMillis) {
        int buyers = (int) Math.min(MOST, Math.max(Math.max(FEWEST, connections), expected * seconds));
        long sale = premises.sales().open(buyers + 1);
        List<Ask> orders = premises.buyers().orders(sale, buyers);
        Load load = premises.wrk().once(orders, connections, thinkMillis);
        Ledger ledger = premises.ledger(sale, load.granted(), load.sent() - load.answered());
        premises.forgetPurchases();
        double rate = load.granted() / load.seconds();
        if (thinkMillis == 0) {
            expected = rate;
        }
        return new Round(
                Map.of(
                        Round.RATE,
                        rate,
                        Round.MEDIAN,
                        load.latency().median(),
                        Round.P99,
                        load.latency().p99()),
                ledger.rows(),
                notes(load),
                faults(load, ledger, buyers));
    }

    private static List<String> notes(Load load) {
        List<String> notes = new ArrayList<>();
        if (load.refused() > 0) {
            notes.add("%d of %d answered busy (503)".formatted(load.refused(), load.answered()));
        }
        if (load.broken() > 0) {
            notes.add("%d connections refused or broken".formatted(load.broken()));
        }
        return notes;
    }

    private static List<String> faults(Load load, Ledger ledger, int buyers) {
        List<String> faults = new ArrayList<>(ledger.faults());
        if (load.sent() != buyers) {
            faults.add("%d of %d orders were sent in time".formatted(load.sent(), buyers));
        }
        return faults;
    }
}
