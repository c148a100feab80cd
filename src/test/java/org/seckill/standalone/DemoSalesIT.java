package org.seckill.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DemoSalesIT {
    @TempDir
    private static Path temp;

    private static EmbeddedMariaDb database;

    @BeforeAll
    static void startADatabaseWithTheTable() throws SQLException {
        database = EmbeddedMariaDb.start(temp, Path.of("target", "engines"));
        execute("""
                CREATE TABLE seckill (
                    seckill_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
                    name VARCHAR(120) NOT NULL,
                    number INT NOT NULL,
                    start_time TIMESTAMP(3) NOT NULL,
                    end_time TIMESTAMP(3) NOT NULL,
                    epoch INT NOT NULL DEFAULT 0,
                    create_time TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)
                """);
    }

    @AfterAll
    static void stopIt() {
        database.close();
    }

    @Test
    void oneIsOpenOneOpensInAMinuteOneHasEndedAndOneIsSoldOut() throws SQLException {
        DemoSales.arm(database);

        assertThat(states()).isEqualTo("1000 open 100, 1001 soon 200, 1002 ended 300, 1003 open 0");
    }

    @Test
    void atTheNextStartOnlyTheWindowsMove() throws SQLException {
        DemoSales.arm(database);
        execute("UPDATE seckill SET number = 7, name = 'renamed', start_time = NOW(3) - INTERVAL 9 DAY,"
                + " end_time = NOW(3) - INTERVAL 8 DAY");

        DemoSales.arm(database);

        assertThat(states()).isEqualTo("1000 open 7, 1001 soon 7, 1002 ended 7, 1003 open 7");
        assertThat(query("SELECT COUNT(*) FROM seckill WHERE name = 'renamed'")).isEqualTo("4");
        execute("DELETE FROM seckill");
    }

    private static String states() throws SQLException {
        return query("""
                SELECT GROUP_CONCAT(seckill_id, CASE
                    WHEN NOW(3) > end_time THEN ' ended '
                    WHEN NOW(3) >= start_time THEN ' open '
                    WHEN start_time <= NOW(3) + INTERVAL 1 MINUTE THEN ' soon '
                    ELSE ' later ' END, number ORDER BY seckill_id SEPARATOR ', ')
                FROM seckill
                """);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
