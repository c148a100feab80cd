package org.seckill.purchase;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.MappedTypes;
import org.apache.ibatis.type.TypeHandler;
import org.jspecify.annotations.Nullable;
import org.seckill.buyer.Phone;
import org.seckill.desk.Purchase;
import org.seckill.desk.Ticket;

/**
 * Reads a whole row of {@code purchase}. Where MyBatis makes a phone and a ticket of columns, it takes rows that differ in
 * nothing else for one, as those of one batch do.
 */
@MappedTypes(Purchase.class)
public final class PurchaseRowMapper implements TypeHandler<Purchase> {
    @Override
    public Purchase getResult(ResultSet row, String firstColumn) throws SQLException {
        return new Purchase(
                row.getLong("seckill_id"),
                new Phone(row.getString("user_phone")),
                new Ticket(row.getString("ticket")),
                row.getInt("state"),
                row.getObject("create_time", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getLong("price"),
                row.getString("currency"));
    }

    @Override
    public Purchase getResult(ResultSet row, int firstColumn) throws SQLException {
        return getResult(row, "");
    }

    @Override
    public Purchase getResult(CallableStatement statement, int column) {
        throw new UnsupportedOperationException("a purchase is a row, no parameter");
    }

    @Override
    public void setParameter(PreparedStatement statement, int index, Purchase purchase, @Nullable JdbcType type) {
        throw new UnsupportedOperationException("a purchase is only ever read");
    }
}
