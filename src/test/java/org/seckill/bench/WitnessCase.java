package org.seckill.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.seckill.check.Examination;
import org.seckill.check.Log;
import org.seckill.check.Told;
import org.seckill.check.Witness;
import org.seckill.jtl.JtlWriter;
import org.seckill.testing.Crowd;

/**
 * Purchases whose every answer is written down and compared with the database. There are more buyers than units; some press
 * twice, and some leave before they are answered. Nothing is measured.
 *
 * @param out where the log is kept
 */
record WitnessCase(Premises premises, int connections, Path out) implements Case {
    private static final int FEWEST = 600;

    @Override
    public String name() {
        return "witness-" + connections;
    }

    @Override
    public String title() {
        return "every answer beside its row, " + connections + " connections";
    }

    @Override
    public Round round(int seconds) {
        int each = each(connections);
        int buyers = each * connections;
        long sale = premises.books().sales().open(stockFor(buyers));
        List<Ask> orders = premises.buyers().orders(sale, buyers);
        Path file = log(out, this);
        List<Told> told;
        try (JtlWriter log = new JtlWriter(file)) {
            told = press(premises.node().port(), log, sale, orders, connections, each);
        }
        Examination found = Examination.of(premises.database(), Log.read(file), sale);
        premises.books().forgetPurchases();
        Testimony testimony = new Testimony(found, left(told));
        return new Round(Map.of(), found.holdings().rows().size(), List.of(testimony.summary()), testimony.faults());
    }

    static Path log(Path out, Case witness) {
        return out.resolve("told-" + witness.name() + ".csv");
    }

    /** How many buyers share a connection. */
    static int each(int connections) {
        return Math.max(1, FEWEST / connections);
    }

    static int stockFor(int buyers) {
        return buyers * 6 / 10;
    }

    /** Those who left. */
    static long left(List<Told> told) {
        return told.stream().filter(Told.NOTHING::equals).count();
    }

    /** @return what each was told first, in the order of the buyers; nothing of those who left */
    static List<Told> press(int port, JtlWriter log, long sale, List<Ask> orders, int connections, int each) {
        List<List<Told>> parts = Crowd.of(connections, member -> {
                    List<Told> told = new ArrayList<>();
                    try (Witness witness = new Witness(port, log, sale)) {
                        for (int buyer = member * each; buyer < (member + 1) * each; buyer++) {
                            told.add(press(witness, orders.get(buyer), buyer));
                        }
                    }
                    return told;
                })
                .results();
        return parts.stream().flatMap(List::stream).toList();
    }

    private static Told press(Witness witness, Ask order, int buyer) {
        String phone = Buyers.phone(buyer);
        if (buyer % 10 == 9) {
            witness.pressAndLeave(phone, order);
            return Told.NOTHING;
        }
        Told told = witness.press(phone, order);
        if (buyer % 10 == 5) {
            witness.press(phone, order);
        }
        return told;
    }
}
