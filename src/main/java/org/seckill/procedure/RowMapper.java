package org.seckill.procedure;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.TypeHandler;
import org.jspecify.annotations.Nullable;

/**
 * Maps a whole row to one value. MyBatis has type handlers for columns only; it calls this one for the first column, once
 * per row.
 *
 * @param <T> the value of a row; never used as a statement's parameter
 */
public abstract class RowMapper<T> implements TypeHandler<T> {
    /** @throws SQLException when a column is missing or has a wrong type */
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
        throw new UnsupportedOperationException("maps rows, not output parameters");
    }

    @Override
    public final void setParameter(PreparedStatement statement, int index, T value, @Nullable JdbcType type) {
        throw new UnsupportedOperationException("maps rows, not statement parameters");
    }
}
