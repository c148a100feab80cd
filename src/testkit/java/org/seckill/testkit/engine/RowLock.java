package org.seckill.testkit.engine;

import java.sql.Connection;
import java.sql.SQLException;

/** A transaction of another session that locks the row of a sale until it is closed: purchases have to wait. */
public final class RowLock implements AutoCloseable {
    private final Connection session;

    private RowLock(Connection session) {
        this.session = session;
    }

    public static RowLock of(long sale) {
        return of(TestEngines.database(), sale);
    }

    public static RowLock of(Database database, long sale) {
        Connection session = database.connect();
        try {
            session.setAutoCommit(false);
            session.createStatement().executeQuery("SELECT 1 FROM seckill WHERE seckill_id = " + sale + " FOR UPDATE");
            return new RowLock(session);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
