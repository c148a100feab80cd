package org.seckill.tools.benchcase;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seckill.testkit.http.RawRequest;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.benchshop.QueueShop;
import org.seckill.tools.benchshop.StreamRemains;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.CpuUse;
import org.seckill.tools.measure.LoadResult;
import org.seckill.tools.measure.Round;

/**
 * Reservations over HTTP, while the same node writes them to the database: each request is another buyer's, each is to be
 * queued, and each is to have its row when the stream is drained.
 */
public final class QueueCase implements BenchCase {
    private static final int FEWEST = 2_000;
    private static final int MOST = 400_000;

    private final BenchShop premises;
    private final int connections;

    /** Per second, as far as is known. */
    private double expected = 3_000;

    public QueueCase(BenchShop premises, int connections) {
        this.premises = premises;
        this.connections = connections;
    }

    @Override
    public String name() {
        return "reserve-" + connections;
    }

    @Override
    public String title() {
        return "reservations over HTTP, " + connections + " connections";
    }

    @Override
    public Round round(int seconds) {
        QueueShop shop = premises.queueShop();
        int buyers = (int) Math.min(MOST, Math.max(Math.max(FEWEST, 4 * connections), expected * seconds));
        // One unit is left over, so that nobody is told that it is sold out.
        long sale = shop.tables().sales().open(buyers + 1);
        List<RawRequest> requests = shop.orders(sale, buyers);
        CpuUse before = shop.cpu();
        LoadResult load = shop.wrk().once(requests, connections, 0);
        long answered = System.nanoTime();
        shop.awaitWaiting(sale, 0);
        double behind = (System.nanoTime() - answered) / 1e9;
        LoadResult whole = load.with(shop.cpu().since(before));
        StreamRemains remains = shop.remains(sale, load.granted(), load.sent() - load.answered());
        shop.forget(sale);
        List<String> faults = new ArrayList<>(remains.faultsOf(buyers));
        faults.addAll(load.faults(true));
        Map<String, Double> figures = new HashMap<>(whole.figures(load.granted()));
        expected = figures.getOrDefault(Round.RATE, expected);
        figures.put(Round.RECORDED, buyers / (buyers / expected + behind));
        String note = "the last row %s s after the last answer".formatted(Figures.text(behind));
        return new Round(figures, remains.ledger().rows(), List.of(note), faults);
    }
}
