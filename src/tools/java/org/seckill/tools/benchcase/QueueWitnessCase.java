package org.seckill.tools.benchcase;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.benchshop.LoggedInBuyers;
import org.seckill.tools.benchshop.QueueShop;
import org.seckill.tools.benchshop.StreamRemains;
import org.seckill.tools.check.SaleExamination;
import org.seckill.tools.check.WitnessLoad;
import org.seckill.tools.jtl.AnswerLog;
import org.seckill.tools.jtl.JtlWriter;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.Round;

/**
 * The witness of the queue shop: whoever is told to wait asks for the result until it says something else, and that has to
 * be a purchase with the ticket that the buyer was given. Nothing is measured.
 *
 * @param out where the log is kept
 */
record QueueWitnessCase(BenchShop premises, int connections, Path out) implements BenchCase {
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
        long sale = shop.tables().sales().open(WitnessCase.stockFor(buyers));
        List<RawRequest> orders = shop.orders(sale, buyers);
        Path file = WitnessCase.log(out, this);
        List<AnswerKind> told;
        try (JtlWriter log = new JtlWriter(file)) {
            told = WitnessCase.press(shop.node().port(), log, sale, orders, connections, each);
            awaitEnds(shop, log, sale, told);
        }
        shop.awaitWaiting(sale, 0);
        SaleExamination found = SaleExamination.of(shop.tables().database(), AnswerLog.read(file), sale);
        long left = WitnessCase.left(told);
        WitnessRecord testimony = new WitnessRecord(found, left);
        StreamRemains remains = shop.remains(sale, testimony.heard(AnswerKind.BOUGHT), left);
        shop.forget(sale);
        List<String> faults = new ArrayList<>(remains.faults());
        faults.addAll(testimony.faults());
        return new Round(Map.of(), found.holdings().rows().size(), List.of(testimony.summary()), faults);
    }

    private void awaitEnds(QueueShop shop, JtlWriter log, long sale, List<AnswerKind> told) {
        List<String> cookies = premises.buyers().first(told.size());
        ConcurrentRun.of(connections, member -> {
                    try (WitnessLoad witness = new WitnessLoad(shop.node().port(), log, sale)) {
                        for (int buyer = member; buyer < told.size(); buyer += connections) {
                            if (told.get(buyer) == AnswerKind.QUEUED) {
                                awaitEnd(witness, LoggedInBuyers.phone(buyer), cookies.get(buyer));
                            }
                        }
                    }
                    return member;
                })
                .results();
    }

    private static void awaitEnd(WitnessLoad witness, String phone, String cookie) {
        await().until(() -> {
            // No answer, or -2: the node has too much to do to tell.
            return !witness.askResult(phone, cookie).isOpen();
        });
    }
}
