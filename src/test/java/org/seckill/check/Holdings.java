package org.seckill.check;

import java.util.List;
import org.seckill.testing.Database;

/** What the database holds of one sale, read past all code under test. */
public record Holdings(long sale, long offered, long left, List<Row> rows) {
    public record Row(String phone, String ticket) {}

    public static Holdings read(Database database, long sale) {
        List<Object> stock = database.rows("SELECT offered, number FROM seckill WHERE seckill_id = ?", sale)
                .get(0);
        List<Row> rows =
                database
                        .rows("SELECT user_phone, ticket FROM purchase WHERE seckill_id = ? AND state >= 0", sale)
                        .stream()
                        .map(row -> new Row(row.get(0).toString(), row.get(1).toString()))
                        .toList();
        return new Holdings(sale, number(stock.get(0)), number(stock.get(1)), rows);
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
