package org.seckill.purchase;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.MappedTypes;
import org.jspecify.annotations.Nullable;
import org.seckill.buyer.Phone;
import org.seckill.order.Purchase;
import org.seckill.order.Ticket;

/** Reads the table {@code purchase}. */
@Mapper
public interface PurchaseMapper {
    /** @return the purchases of these buyers in one sale, in any order */
    List<Purchase> find(@Param("sale") long sale, @Param("phones") List<String> phones);

    /** @return the phones of all buyers with a purchase in the sale */
    List<String> winners(@Param("sale") long sale);

    /**
     * @param language ISO 639-1 code; a sale without a name in this language has its default name
     * @return the purchases of one buyer, the latest first
     */
    List<PurchaseLine> ofBuyer(@Param("phone") String phone, @Param("language") String language);

    /**
     * Reads a row of {@code purchase}. MyBatis' constructor mapping is not used: it merges rows that differ only in columns
     * which it maps to value types (phone and ticket), as rows of one batch do. MyBatis calls it for the first column, once
     * per row.
     */
    @MappedTypes(Purchase.class)
    final class PurchaseRowMapper extends BaseTypeHandler<Purchase> {
        @Override
        public Purchase getNullableResult(ResultSet row, String firstColumn) throws SQLException {
            return new Purchase(
                    row.getLong("seckill_id"),
                    new Phone(row.getString("user_phone")),
                    new Ticket(row.getString("ticket")),
                    row.getInt("state"),
                    createTime(row.getObject("create_time", LocalDateTime.class)),
                    row.getLong("price"),
                    row.getString("currency"));
        }

        @Override
        public Purchase getNullableResult(ResultSet row, int firstColumn) throws SQLException {
            return getNullableResult(row, "");
        }

        @Override
        public Purchase getNullableResult(CallableStatement statement, int column) {
            throw new UnsupportedOperationException("reads rows, not output parameters");
        }

        @Override
        public void setNonNullParameter(PreparedStatement statement, int index, Purchase value, JdbcType type) {
            throw new UnsupportedOperationException("reads rows, not parameters");
        }

        private static Instant createTime(@Nullable LocalDateTime recorded) {
            return recorded == null ? Instant.EPOCH : recorded.toInstant(ZoneOffset.UTC);
        }
    }
}
