package org.seckill.testkit.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/** Creates sales. Each test creates its own, so that tests do not affect each other. */
public final class TestSales {
    private final Database database;

    public TestSales(Database database) {
        this.database = database;
    }

    /** Creates a sale that opened a minute ago and closes in an hour. */
    public long open(int stock) {
        return create("open sale", stock, Duration.ofMinutes(-1), Duration.ofHours(1));
    }

    /** Creates a sale. Start and end are relative to the database's clock. */
    public long create(String name, int stock, Duration start, Duration end) {
        String sql = "INSERT INTO seckill (name, number, start_time, end_time) VALUES (?, ?,"
                + " TIMESTAMPADD(MICROSECOND, ?, NOW(3)), TIMESTAMPADD(MICROSECOND, ?, NOW(3)))";
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, name);
            insert.setInt(2, stock);
            insert.setLong(3, start.toNanos() / 1000);
            insert.setLong(4, end.toNanos() / 1000);
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** @param picture a file below web-static/ */
    public void goods(long sale, String title, String picture, long price, long listPrice) {
        database.update(
                "UPDATE seckill SET title = ?, picture = ?, price = ?, list_price = ? WHERE seckill_id = ?",
                title,
                picture,
                price,
                listPrice,
                sale);
    }

    public void chinese(long sale, String name, String title) {
        database.update(
                "INSERT INTO sale_text (seckill_id, language, name, title) VALUES (?, 'zh', ?, ?)", sale, name, title);
    }

    /** Moves the window. Start and end are relative to the database's clock. */
    public void move(long sale, Duration start, Duration end) {
        database.update(
                "UPDATE seckill SET start_time = TIMESTAMPADD(MICROSECOND, ?, NOW(3)),"
                        + " end_time = TIMESTAMPADD(MICROSECOND, ?, NOW(3)) WHERE seckill_id = ?",
                start.toNanos() / 1000,
                end.toNanos() / 1000,
                sale);
    }

    /** Changes the price. */
    public void price(long sale, long minor, String currency) {
        database.update(
                "UPDATE seckill SET price = ?, list_price = NULL, currency = ? WHERE seckill_id = ?",
                minor,
                currency,
                sale);
    }

    /** The start of the window. */
    public Instant opening(long sale) {
        return moment("start_time", sale);
    }

    /** The end of the window. */
    public Instant closing(long sale) {
        return moment("end_time", sale);
    }

    private Instant moment(String column, long sale) {
        return Instant.ofEpochMilli(database.number(
                "SELECT ROUND(UNIX_TIMESTAMP(" + column + ") * 1000) FROM seckill WHERE seckill_id = ?", sale));
    }

    public long offered(long sale) {
        return database.number("SELECT offered FROM seckill WHERE seckill_id = ?", sale);
    }

    public long stock(long sale) {
        return database.number("SELECT number FROM seckill WHERE seckill_id = ?", sale);
    }

    public long purchases(long sale) {
        return database.number("SELECT COUNT(*) FROM purchase WHERE seckill_id = ?", sale);
    }
}
