package org.seckill.tools.benchcase;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.benchshop.LoggedInBuyers;
import org.seckill.tools.benchshop.SaleTotals;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.CpuUse;
import org.seckill.tools.measure.Round;
import org.seckill.tools.measure.WriteStrategy;

/**
 * Purchases straight over JDBC, without HTTP.
 *
 * @param orders how many go into one call
 */
record JdbcCase(BenchShop premises, String name, WriteStrategy rung, int connections, int orders) implements BenchCase {

    @Override
    public String title() {
        return String.format(
                Locale.ROOT,
                "JDBC, %s, %d connection%s%s",
                rung.title(),
                connections,
                connections == 1 ? "" : "s",
                orders == 1 ? "" : ", " + orders + " orders a call");
    }

    @Override
    public Round round(int seconds) {
        long sale = premises.tables().sales().open(50_000_000);
        AtomicInteger buyers = new AtomicInteger();
        CpuUse before = premises.cpu();
        long begun = System.nanoTime();
        long deadline = begun + Duration.ofSeconds(seconds).toNanos();
        List<Integer> confirmed = ConcurrentRun.of(connections, member -> sellUntil(deadline, sale, buyers))
                .results();
        double elapsed = (System.nanoTime() - begun) / 1e9;
        long sold = confirmed.stream().mapToLong(Integer::longValue).sum();
        double mysql = premises.cpu().since(before).mysql();
        SaleTotals ledger = premises.tables().ledger(sale, sold, 0);
        premises.tables().forgetPurchases();
        return new Round(
                Map.of(Round.RATE, sold / elapsed, Round.MYSQL_CPU, mysql / Math.max(1, sold)),
                ledger.rows(),
                List.of(),
                ledger.faults());
    }

    private int sellUntil(long deadline, long sale, AtomicInteger buyers) {
        try (Connection connection = premises.database().connect()) {
            connection.setAutoCommit(rung.commitsItself());
            int confirmed = 0;
            while (System.nanoTime() - deadline < 0) {
                int first = buyers.getAndAdd(orders);
                List<String> phones = IntStream.range(first, first + orders)
                        .mapToObj(LoggedInBuyers::phone)
                        .toList();
                confirmed += rung.place(connection, sale, phones);
            }
            return confirmed;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
