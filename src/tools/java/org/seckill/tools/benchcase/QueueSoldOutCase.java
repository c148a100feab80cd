package org.seckill.tools.benchcase;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.http.RawRequest;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.benchshop.QueueShop;
import org.seckill.tools.benchshop.StreamRemains;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.Round;

/**
 * Refusals of a sold-out sale of the queue shop: by Redis, while the last units wait for the database, or by the board,
 * which the database's answer has marked.
 */
record QueueSoldOutCase(BenchShop premises, boolean isRecorded) implements BenchCase {
    private static final int STOCK = 100;
    private static final int VISITORS = 5_000;
    private static final String QUEUED = "\"state\":2,";

    @Override
    public String name() {
        return isRecorded ? "sold-out-queue" : "sold-out-redis";
    }

    @Override
    public String title() {
        return String.format(
                Locale.ROOT,
                "execution, sold out, queue, %s, %d connections",
                isRecorded ? "recorded" : "not recorded yet",
                BenchCases.COMPARED);
    }

    @Override
    public Round round(int seconds) {
        QueueShop shop = premises.queueShop();
        long sale = shop.tables().sales().open(STOCK);
        List<RawRequest> orders = shop.orders(sale, VISITORS);
        List<String> faults = new ArrayList<>(sell(shop, sale, orders.subList(0, 1)));
        Round round;
        if (isRecorded) {
            faults.addAll(sell(shop, sale, orders.subList(1, STOCK)));
            round = refuse(shop, orders, seconds);
        } else {
            // The first one had the stock loaded, which the row's lock would hold up.
            try (RowLock hold = RowLock.of(shop.tables().database(), sale)) {
                faults.addAll(shop.lines().faults(orders.subList(1, STOCK), 200, QUEUED));
                round = refuse(shop, orders, seconds);
                if (shop.queue().waiting(sale) != STOCK - 1) {
                    faults.add("the database recorded what was to wait");
                }
            }
        }
        shop.awaitWaiting(sale, 0);
        StreamRemains remains = shop.remains(sale, STOCK, 0);
        shop.forget(sale);
        faults.addAll(remains.faultsOf(STOCK));
        faults.addAll(round.faults());
        return new Round(round.figures(), remains.ledger().rows(), round.notes(), faults);
    }

    private static List<String> sell(QueueShop shop, long sale, List<RawRequest> orders) {
        List<String> faults = shop.lines().faults(orders, 200, QUEUED);
        shop.awaitWaiting(sale, 0);
        return faults;
    }

    private Round refuse(QueueShop shop, List<RawRequest> orders, int seconds) {
        List<RawRequest> late = orders.subList(STOCK, VISITORS);
        return new CyclingCase(
                        shop.lines(), shop.wrk(), name(), title(), BenchCases.COMPARED, () -> late, 200, "\"state\":0,")
                .round(seconds);
    }
}
