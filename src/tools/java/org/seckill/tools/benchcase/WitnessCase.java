package org.seckill.tools.benchcase;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.benchshop.LoggedInBuyers;
import org.seckill.tools.check.SaleExamination;
import org.seckill.tools.check.WitnessLoad;
import org.seckill.tools.jtl.AnswerLog;
import org.seckill.tools.jtl.JtlWriter;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.Round;

/**
 * Purchases whose every answer is written down and compared with the database. There are more buyers than units; some press
 * twice, and some leave before they are answered. Nothing is measured.
 *
 * @param out where the log is kept
 */
record WitnessCase(BenchShop premises, int connections, Path out) implements BenchCase {
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
        long sale = premises.tables().sales().open(stockFor(buyers));
        List<RawRequest> orders = premises.buyers().orders(sale, buyers);
        Path file = log(out, this);
        List<AnswerKind> told;
        try (JtlWriter log = new JtlWriter(file)) {
            told = press(premises.node().port(), log, sale, orders, connections, each);
        }
        SaleExamination found = SaleExamination.of(premises.database(), AnswerLog.read(file), sale);
        premises.tables().forgetPurchases();
        WitnessRecord testimony = new WitnessRecord(found, left(told));
        return new Round(Map.of(), found.holdings().rows().size(), List.of(testimony.summary()), testimony.faults());
    }

    static Path log(Path out, BenchCase witness) {
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
    static long left(List<AnswerKind> told) {
        return told.stream().filter(AnswerKind.NOTHING::equals).count();
    }

    /** @return what each was told first, in the order of the buyers; nothing of those who left */
    static List<AnswerKind> press(
            int port, JtlWriter log, long sale, List<RawRequest> orders, int connections, int each) {
        List<List<AnswerKind>> parts = ConcurrentRun.of(connections, member -> {
                    List<AnswerKind> told = new ArrayList<>();
                    try (WitnessLoad witness = new WitnessLoad(port, log, sale)) {
                        for (int buyer = member * each; buyer < (member + 1) * each; buyer++) {
                            told.add(press(witness, orders.get(buyer), buyer));
                        }
                    }
                    return told;
                })
                .results();
        return parts.stream().flatMap(List::stream).toList();
    }

    private static AnswerKind press(WitnessLoad witness, RawRequest order, int buyer) {
        String phone = LoggedInBuyers.phone(buyer);
        if (buyer % 10 == 9) {
            witness.pressAndLeave(phone, order);
            return AnswerKind.NOTHING;
        }
        AnswerKind told = witness.press(phone, order);
        if (buyer % 10 == 5) {
            witness.press(phone, order);
        }
        return told;
    }
}
