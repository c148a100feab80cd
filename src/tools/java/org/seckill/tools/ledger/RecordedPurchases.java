package org.seckill.tools.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.seckill.sale.Window;
import org.seckill.testkit.engine.Database;

/**
 * What the database holds of one sale, read past all code under test.
 *
 * @param left units
 * @param restocks how often units were added, or given back
 * @param rows void ones too: whoever gives their units back has them offered once more
 */
public record RecordedPurchases(long sale, long offered, long left, Window window, int restocks, List<Row> rows) {
    private static final Window ALWAYS = new Window(Instant.MIN, Instant.MAX);

    private static final String SALE = "SELECT offered, number, epoch,"
            + " 1000 * UNIX_TIMESTAMP(start_time), 1000 * UNIX_TIMESTAMP(end_time)"
            + " FROM seckill WHERE seckill_id = ?";

    private static final String ROWS = "SELECT user_phone, ticket, 1000 * UNIX_TIMESTAMP(create_time), state"
            + " FROM purchase WHERE seckill_id = ?";

    /** @param recorded by the database's clock */
    public record Row(String phone, String ticket, Instant recorded, boolean isVoid) {
        private static final Pattern DECORATION = Pattern.compile("[^0-9A-Za-z]");

        /** A purchase whose time does not matter. */
        public Row(String phone, String ticket) {
            this(phone, ticket, Instant.EPOCH, false);
        }

        /** Whose it is, however the phone is written. */
        public String buyer() {
            return DECORATION.matcher(phone).replaceAll("");
        }
    }

    /** A sale that is always open, and was offered once. */
    public RecordedPurchases(long sale, long offered, long left, List<Row> rows) {
        this(sale, offered, left, ALWAYS, 0, rows);
    }

    public static RecordedPurchases read(Database database, long sale) {
        try (Connection connection = database.connect()) {
            return read(connection, sale).orElseThrow(() -> new AssertionError("there is no sale " + sale));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * All of it at one moment, also while it is sold.
     *
     * @return nothing when there is no such sale
     */
    public static Optional<RecordedPurchases> read(Connection connection, long sale) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try (PreparedStatement select = connection.prepareStatement(SALE)) {
            select.setLong(1, sale);
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? Optional.of(read(connection, sale, found)) : Optional.empty();
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Nothing was added to its stock, and nothing given back. */
    public boolean isInOneGo() {
        return restocks == 0 && rows.stream().noneMatch(Row::isVoid);
    }

    private static RecordedPurchases read(Connection connection, long sale, ResultSet found) throws SQLException {
        return new RecordedPurchases(
                sale,
                found.getLong(1),
                found.getLong(2),
                new Window(instant(found, 4), instant(found, 5)),
                found.getInt(3),
                rows(connection, sale));
    }

    private static List<Row> rows(Connection connection, long sale) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ROWS)) {
            select.setLong(1, sale);
            List<Row> rows = new ArrayList<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(found.getString(1), found.getString(2), instant(found, 3), found.getInt(4) < 0));
                }
            }
            return rows;
        }
    }

    private static Instant instant(ResultSet found, int column) throws SQLException {
        return Instant.ofEpochMilli(found.getLong(column));
    }
}
