package org.seckill.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.seckill.engine.EmbeddedMariaDb;
import org.seckill.testkit.run.TestFolders;

@Timeout(120)
class DemoSalesIT {
    @TempDir
    private static Path temp;

    private static EmbeddedMariaDb database;

    @BeforeAll
    static void startADatabaseWithTheTables() {
        database = EmbeddedMariaDb.start(temp, TestFolders.BINARIES);
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .locations("classpath:sql/migration")
                .load()
                .migrate();
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
    void eachShowsItsGoodsAndWhatTheyCost() throws SQLException {
        DemoSales.arm(database);

        assertThat(query("""
                SELECT GROUP_CONCAT(seckill_id, ' ', picture, ' ', price, '/', list_price, ' ', currency, ' of ', offered
                                    ORDER BY seckill_id SEPARATOR ', ')
                FROM seckill WHERE title <> ''
                """))
                .isEqualTo("1000 img/sale/phone.svg 199900/399900 CNY of 100,"
                        + " 1001 img/sale/headphones.svg 9900/59900 CNY of 200,"
                        + " 1002 img/sale/tablet.svg 129900/259900 CNY of 300,"
                        + " 1003 img/sale/watch.svg 49900/99900 CNY of 150");
    }

    @Test
    void eachHasItsNameAndTitleInChineseToo() throws SQLException {
        DemoSales.arm(database);
        DemoSales.arm(database);

        assertThat(
                        query(
                                "SELECT GROUP_CONCAT(name ORDER BY seckill_id) FROM sale_text WHERE language = 'zh' AND title <> ''"))
                .isEqualTo("半价手机,超值耳机,昨日平板,去年款手表");
    }

    @Test
    void atTheNextStartTheWindowsMoveAndTheGoodsAreShownAnew() throws SQLException {
        DemoSales.arm(database);
        execute("UPDATE seckill SET number = 7, name = 'renamed', offered = 1007, start_time = NOW(3) - INTERVAL 9 DAY,"
                + " end_time = NOW(3) - INTERVAL 8 DAY, title = '', picture = 'img/parcel.svg', price = 0,"
                + " list_price = NULL, currency = 'JPY'");

        DemoSales.arm(database);

        assertThat(states()).isEqualTo("1000 open 7, 1001 soon 7, 1002 ended 7, 1003 open 7");
        assertThat(query("SELECT COUNT(*) FROM seckill WHERE name = 'renamed' AND offered = 1007"))
                .isEqualTo("4");
        assertThat(query("SELECT COUNT(*) FROM seckill WHERE title <> '' AND picture LIKE 'img/sale/%'"
                        + " AND list_price > price AND price > 0 AND currency = 'CNY'"))
                .isEqualTo("4");
        execute("DELETE FROM purchase");
        execute("DELETE FROM seckill");
    }

    @Test
    void theOneThatIsSoldOutHasABuyerForEachUnitAlsoWhereAnEarlierVersionRecordedNone() throws SQLException {
        DemoSales.arm(database);
        assertThat(buyersOfTheSoldOut()).isEqualTo("150 of 150");

        DemoSales.arm(database);
        assertThat(buyersOfTheSoldOut()).isEqualTo("150 of 150");

        execute("DELETE FROM purchase");
        DemoSales.arm(database);
        assertThat(buyersOfTheSoldOut()).isEqualTo("150 of 150");
    }

    /** A unit that was sold after a restock has a real buyer already. */
    @Test
    void onlyUnitsWithoutABuyerGetOneAndWhatIsMissingLaterStaysMissing() throws SQLException {
        DemoSales.arm(database);
        execute("DELETE FROM purchase");
        execute("UPDATE seckill SET offered = 152, number = 1 WHERE seckill_id = 1003");
        execute("INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (1003, '13800000001', 'bought')");

        DemoSales.arm(database);
        assertThat(buyersOfTheSoldOut()).isEqualTo("151 of 151");
        execute("DELETE FROM purchase WHERE user_phone = '13800000001'");
        DemoSales.arm(database);

        assertThat(buyersOfTheSoldOut()).isEqualTo("150 of 151");
        execute("DELETE FROM purchase");
        execute("DELETE FROM seckill");
    }

    private static String buyersOfTheSoldOut() throws SQLException {
        return query("""
                SELECT CONCAT((SELECT COUNT(*) FROM purchase WHERE seckill_id = 1003), ' of ', offered - number)
                FROM seckill WHERE seckill_id = 1003
                """);
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
