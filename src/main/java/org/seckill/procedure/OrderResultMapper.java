package org.seckill.procedure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.apache.ibatis.type.MappedTypes;
import org.jspecify.annotations.Nullable;

/**
 * Maps a row of {@code execute_seckill} to an {@link OrderResult}, by column position: in a large batch, a look-up of each
 * column by name and each argument by type costs more than answering the buyers.
 */
@MappedTypes(OrderResult.class)
public final class OrderResultMapper extends RowMapper<OrderResult> {
    @Override
    protected OrderResult read(ResultSet row) throws SQLException {
        return new OrderResult(
                row.getInt(1),
                row.getString(2),
                integer(row, 3),
                instant(row, 4),
                price(row, 5),
                row.getString(6),
                integer(row, 7),
                integer(row, 8),
                integer(row, 9),
                Objects.requireNonNull(instant(row, 10), "decided_at"));
    }

    private static @Nullable Integer integer(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Long price(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    // The connection sets the session to UTC. A Timestamp would be converted by a calendar, twice a row.
    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        LocalDateTime value = row.getObject(column, LocalDateTime.class);
        return value == null ? null : value.toInstant(ZoneOffset.UTC);
    }
}
