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
 * The witness of the queue shop: whoever is told to wait asks for the result until it says something else, and that has to
 * be a purchase with the ticket that the buyer was given. Nothing is measured.
 *
 * @param out where the log is kept
 */
record QueueWitnessCase(Premises premises, int connections, Path out) implements Case {
    @Override
    public String name() {
        return "witness-queue-" + connections;
    }

    @Override
    public String title() {
        return "every queued order and its end beside its row, " + connections + " connections";
    }

    @Override
    public Round round(int seconds) {
        QueueShop shop = premises.queueShop();
        int each = WitnessCase.each(connections);
        int buyers = each * connections;
        long sale = shop.books().sales().open(WitnessCase.stockFor(buyers));
        List<Ask> orders = shop.orders(sale, buyers);
        Path file = WitnessCase.log(out, this);
        List<Told> told;
        try (JtlWriter log = new JtlWriter(file)) {
            told = WitnessCase.press(shop.node().port(), log, sale, orders, connections, each);
            awaitEnds(shop, log, sale, told);
        }
        shop.awaitWaiting(sale, 0);
        Examination found = Examination.of(shop.books().database(), Log.read(file), sale);
        long left = WitnessCase.left(told);
        Testimony testimony = new Testimony(found, left);
        Remains remains = shop.remains(sale, testimony.heard(Told.BOUGHT), left);
        shop.forget(sale);
        List<String> faults = new ArrayList<>(remains.faults());
        faults.addAll(testimony.faults());
        return new Round(Map.of(), found.holdings().rows().size(), List.of(testimony.summary()), faults);
    }

    private void awaitEnds(QueueShop shop, JtlWriter log, long sale, List<Told> told) {
        List<String> cookies = premises.buyers().first(told.size());
        Crowd.of(connections, member -> {
                    try (Witness witness = new Witness(shop.node().port(), log, sale)) {
                        for (int buyer = member; buyer < told.size(); buyer += connections) {
                            if (told.get(buyer) == Told.QUEUED) {
                                awaitEnd(witness, Buyers.phone(buyer), cookies.get(buyer));
                            }
                        }
                    }
                    return member;
                })
                .results();
    }

    private static void awaitEnd(Witness witness, String phone, String cookie) {
        Crowd.until(() -> {
            // No answer, or -2: the node has too much to do to tell.
            return !witness.askResult(phone, cookie).isOpen();
        });
    }
}
