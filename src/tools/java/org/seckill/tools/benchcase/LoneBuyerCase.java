package org.seckill.tools.benchcase;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.http.RawResponse;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.benchshop.LoggedInBuyers;
import org.seckill.tools.benchshop.SaleTotals;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.Round;
import org.seckill.tools.measure.WriteStrategy;

/** One buyer who is alone in the shop, and the procedure called straight over JDBC, in turn. */
record LoneBuyerCase(BenchShop premises) implements BenchCase {
    private static final int MOST_PAIRS_A_SECOND = 400;

    @Override
    public String name() {
        return "lone";
    }

    @Override
    public String title() {
        return "a lone buyer over HTTP, beside the raw call";
    }

    @Override
    public Round round(int seconds) {
        int most = MOST_PAIRS_A_SECOND * seconds;
        long sale = premises.tables().sales().open(2 * most);
        List<RawRequest> orders = premises.buyers().orders(sale, most);
        DoubleStream.Builder bought = DoubleStream.builder();
        DoubleStream.Builder called = DoubleStream.builder();
        int confirmed = 0;
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (RawConnection line = new RawConnection(premises.node().port());
                Connection connection = premises.database().connect()) {
            for (int i = 0; i < most && System.nanoTime() - deadline < 0; i++) {
                long start = System.nanoTime();
                RawResponse reply = line.ask(orders.get(i));
                long middle = System.nanoTime();
                confirmed += WriteStrategy.PROCEDURE.place(connection, sale, List.of(LoggedInBuyers.phone(most + i)));
                called.add((System.nanoTime() - middle) / 1e6);
                bought.add((middle - start) / 1e6);
                confirmed += reply.isConfirmed() ? 1 : 0;
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        SaleTotals ledger = premises.tables().ledger(sale, confirmed, 0);
        premises.tables().forgetPurchases();
        double[] http = bought.build().toArray();
        Map<String, Double> figures = Map.of(
                Round.MEDIAN,
                Figures.median(http),
                Round.RAW_MEDIAN,
                Figures.median(called.build().toArray()));
        List<String> faults = ledger.faultsOf(2L * http.length);
        return new Round(figures, ledger.rows(), List.of(http.length + " of each"), faults);
    }
}
