package org.seckill.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** One buyer who is alone in the shop, and the procedure called straight over JDBC, in turn. */
record LoneCase(Premises premises) implements Case {
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
        long sale = premises.books().sales().open(2 * most);
        List<Ask> orders = premises.buyers().orders(sale, most);
        DoubleStream.Builder bought = DoubleStream.builder();
        DoubleStream.Builder called = DoubleStream.builder();
        int confirmed = 0;
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (HttpLine line = new HttpLine(premises.node().port());
                Connection connection = premises.database().connect()) {
            for (int i = 0; i < most && System.nanoTime() - deadline < 0; i++) {
                long start = System.nanoTime();
                Reply reply = line.ask(orders.get(i));
                long middle = System.nanoTime();
                confirmed += Rung.PROCEDURE.place(connection, sale, List.of(Buyers.phone(most + i)));
                called.add((System.nanoTime() - middle) / 1e6);
                bought.add((middle - start) / 1e6);
                confirmed += reply.isConfirmed() ? 1 : 0;
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        Ledger ledger = premises.books().ledger(sale, confirmed, 0);
        premises.books().forgetPurchases();
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
