package org.seckill.tools.benchshop;

import java.time.Instant;
import java.util.List;
import org.seckill.sale.Window;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestSales;

/** What a shop's database holds. */
public record BenchDatabase(Database database) {
    public TestSales sales() {
        return new TestSales(database);
    }

    /** @param unanswered orders that may still be on their way: none of them is waited for */
    public SaleTotals ledger(long sale, long confirmed, long unanswered) {
        List<Object> row = database.rows(
                        "SELECT offered, number, (SELECT COUNT(*) FROM purchase WHERE seckill_id = ?),"
                                + " (SELECT COUNT(DISTINCT user_phone) FROM purchase WHERE seckill_id = ?)"
                                + " FROM seckill WHERE seckill_id = ?",
                        sale,
                        sale,
                        sale)
                .get(0);
        long[] counts =
                row.stream().mapToLong(count -> ((Number) count).longValue()).toArray();
        return new SaleTotals(counts[0], counts[1], counts[2], counts[3], confirmed, unanswered);
    }

    public Window window(long sale) {
        List<Object> times = database.rows(
                        "SELECT 1000 * UNIX_TIMESTAMP(start_time), 1000 * UNIX_TIMESTAMP(end_time)"
                                + " FROM seckill WHERE seckill_id = ?",
                        sale)
                .get(0);
        return new Window(instant(times.get(0)), instant(times.get(1)));
    }

    /** So that no round meets a table that an earlier one made long. */
    public void forgetPurchases() {
        database.update("TRUNCATE TABLE purchase");
    }

    private static Instant instant(Object millis) {
        return Instant.ofEpochMilli(((Number) millis).longValue());
    }
}
