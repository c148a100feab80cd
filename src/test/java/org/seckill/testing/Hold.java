package org.seckill.testing;

import java.sql.Connection;
import java.sql.SQLException;

/** Another session's transaction, which holds a sale's row until it is closed: who wants to buy has to wait. */
public final class Hold implements AutoCloseable {
    private final Connection session;

    private Hold(Connection session) {
        this.session = session;
    }

    public static Hold of(long sale) {
        return of(Engines.database(), sale);
    }

    public static Hold of(Database database, long sale) {
        Connection session = database.connect();
        try {
            session.setAutoCommit(false);
            session.createStatement().executeQuery("SELECT 1 FROM seckill WHERE seckill_id = " + sale + " FOR UPDATE");
            return new Hold(session);
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
