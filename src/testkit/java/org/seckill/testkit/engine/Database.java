package org.seckill.testkit.engine;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.seckill.schema.SchemaMigration;

/** A schema of a database server, and direct access to it, which uses no code under test. */
public record Database(String url, String user, String password) {

    public Connection connect() {
        try {
            return DriverManager.getConnection(url + "?connectionTimeZone=UTC", user, password);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The same schema through another port, such as a proxy's. */
    public Database at(int port) {
        return new Database(url.replaceFirst(":[0-9]+/", ":" + port + "/"), user, password);
    }

    /** Creates the tables and procedures of this version. */
    public void migrate() {
        try {
            new SchemaMigration(url, user, password, new Properties()).run();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Another schema of the same server; it is created if it does not exist. */
    public Database schema(String name) {
        update("CREATE DATABASE IF NOT EXISTS " + name + " CHARACTER SET utf8mb4");
        return new Database(url.replaceFirst("/[^/]*$", "/" + name), user, password);
    }

    public int port() {
        return Integer.parseInt(url.replaceFirst(".*:([0-9]+)/.*", "$1"));
    }

    public int update(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The time of the server's clock. */
    public Instant time() {
        return Instant.ofEpochMilli(number("SELECT ROUND(1000 * UNIX_TIMESTAMP(SYSDATE(3)))"));
    }

    public long number(String sql, Object... parameters) {
        List<List<Object>> rows = rows(sql, parameters);
        return ((Number) rows.get(0).get(0)).longValue();
    }

    public List<List<Object>> rows(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<List<Object>> all = new ArrayList<>();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
