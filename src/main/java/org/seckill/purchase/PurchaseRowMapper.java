package org.seckill.purchase;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.ibatis.type.MappedTypes;
import org.jspecify.annotations.Nullable;
import org.seckill.buyer.Phone;
import org.seckill.order.Purchase;
import org.seckill.order.Ticket;
import org.seckill.procedure.RowMapper;

/**
 * Reads a row of {@code purchase}. MyBatis' constructor mapping is not used: it merges rows that differ only in columns
 * which it maps to value types (phone and ticket), as rows of one batch do.
 */
@MappedTypes(Purchase.class)
public final class PurchaseRowMapper extends RowMapper<Purchase> {
    @Override
    protected Purchase read(ResultSet row) throws SQLException {
        return new Purchase(
                row.getLong("seckill_id"),
                new Phone(row.getString("user_phone")),
                new Ticket(row.getString("ticket")),
                row.getInt("state"),
                createTime(row.getObject("create_time", LocalDateTime.class)),
                row.getLong("price"),
                row.getString("currency"));
    }

    private static Instant createTime(@Nullable LocalDateTime recorded) {
        return recorded == null ? Instant.EPOCH : recorded.toInstant(ZoneOffset.UTC);
    }
}
