package org.seckill.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The named lock under which Flyway migrates a schema of MySQL or MariaDB, so that also nodes of older versions wait
 * for whoever holds it. Its name is that of {@code MySQLNamedLockTemplate} in flyway-mysql.
 */
final class FlywayLock {
    private final Connection connection;
    private final String name;

    FlywayLock(Connection connection) throws SQLException {
        this.connection = connection;
        this.name = "Flyway-"
                + "`%s`.`%s`"
                        .formatted(connection.getCatalog(), SchemaState.HISTORY)
                        .hashCode();
    }

    /** @return false when another session has had it for a second */
    boolean take() throws SQLException {
        return ask("SELECT GET_LOCK(?, 1)") == 1;
    }

    void release() throws SQLException {
        ask("SELECT RELEASE_LOCK(?)");
    }

    private int ask(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return answer.getInt(1);
            }
        }
    }
}
