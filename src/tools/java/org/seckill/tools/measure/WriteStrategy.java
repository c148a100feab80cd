package org.seckill.tools.measure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import java.util.stream.Collectors;

/** The ways to record a purchase, in the order in which people find them. */
public enum WriteStrategy {
    UPDATE_FIRST("a transaction: update, then insert") {
        @Override
        public int place(Connection connection, long sale, List<String> phones) throws SQLException {
            boolean taken = take(connection, sale);
            if (taken) {
                insert(connection, sale, phones.get(0));
            }
            connection.commit();
            return taken ? 1 : 0;
        }
    },
    INSERT_FIRST("a transaction: insert, then update") {
        @Override
        public int place(Connection connection, long sale, List<String> phones) throws SQLException {
            while (true) {
                try {
                    return insertThenTake(connection, sale, phones.get(0));
                } catch (SQLTransactionRollbackException e) {
                    // A deadlock: both inserts locked the sale's row shared, because of the foreign key.
                    connection.rollback();
                }
            }
        }

        private int insertThenTake(Connection connection, long sale, String phone) throws SQLException {
            insert(connection, sale, phone);
            boolean taken = take(connection, sale);
            if (taken) {
                connection.commit();
            } else {
                connection.rollback();
            }
            return taken ? 1 : 0;
        }
    },
    PROCEDURE("the procedure") {
        @Override
        public int place(Connection connection, long sale, List<String> phones) throws SQLException {
            String orders = phones.stream()
                    .map(phone -> "{\"phone\":\"" + phone + "\",\"ticket\":\"t" + phone + "\"}")
                    .collect(Collectors.joining(",", "[", "]"));
            int recorded = 0;
            try (PreparedStatement call = connection.prepareStatement("CALL execute_seckill(?, ?)")) {
                call.setLong(1, sale);
                call.setString(2, orders);
                try (ResultSet verdicts = call.executeQuery()) {
                    while (verdicts.next()) {
                        recorded += verdicts.getInt("answer") == 1 ? 1 : 0;
                    }
                }
            }
            return recorded;
        }
    };

    private final String title;

    WriteStrategy(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** @return how many of these purchases are recorded and committed; all but the procedure take one at a time */
    public abstract int place(Connection connection, long sale, List<String> phones) throws SQLException;

    /** The procedure has a transaction of its own. */
    public boolean commitsItself() {
        return this == PROCEDURE;
    }

    private static boolean take(Connection connection, long sale) throws SQLException {
        String sql = "UPDATE seckill SET number = number - 1"
                + " WHERE seckill_id = ? AND number > 0 AND start_time <= NOW(3) AND NOW(3) < end_time";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, sale);
            return update.executeUpdate() == 1;
        }
    }

    private static void insert(Connection connection, long sale, String phone) throws SQLException {
        String sql = "INSERT INTO purchase (seckill_id, user_phone, ticket, state, price, currency)"
                + " VALUES (?, ?, ?, 0, 0, 'CNY')";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, sale);
            insert.setString(2, phone);
            insert.setString(3, "t" + phone);
            insert.executeUpdate();
        }
    }
}
