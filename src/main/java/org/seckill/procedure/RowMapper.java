package org.seckill.procedure;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.TypeHandler;
import org.jspecify.annotations.Nullable;

/**
 * Makes one value of a whole row. MyBatis knows handlers of columns; it asks one of this kind for the first column, once a row.
 *
 * @param <T> what a row is. Never written
 */
public abstract class RowMapper<T> implements TypeHandler<T> {
    /** @throws SQLException when a column is missing, or is not what it should be */
    protected abstract T read(ResultSet row) throws SQLException;

    @Override
    public final T getResult(ResultSet row, String firstColumn) throws SQLException {
        return read(row);
    }

    @Override
    public final T getResult(ResultSet row, int firstColumn) throws SQLException {
        return read(row);
    }

    @Override
    public final T getResult(CallableStatement statement, int column) {
        throw new UnsupportedOperationException("a row, no parameter");
    }

    @Override
    public final void setParameter(PreparedStatement statement, int index, T value, @Nullable JdbcType type) {
        throw new UnsupportedOperationException("only ever read");
    }
}
