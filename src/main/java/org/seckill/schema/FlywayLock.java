package org.seckill.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The named lock that Flyway holds while it migrates a schema of MySQL or MariaDB. Flyway's own lock is used, so that
 * nodes of older versions respect it. The name is that of {@code MySQLNamedLockTemplate} in flyway-mysql.
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

    /** Waits up to one second for the lock. @return false if another session holds it */
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
