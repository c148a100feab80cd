package org.seckill.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.LogLines;

/**
 * Invalid rows, as a statement of an operator can leave them: the columns of this schema take any value, like those of a server
 * without checks. An invalid row closes its own sale only.
 */
@Tag("database")
class ChangedRowsIT {
    private static final String SCHEMA = "seckill_changed";
    private static final String MD5 = "0123456789abcdef0123456789abcdef";
    private static final String ZERO = "'0000-00-00 00:00:00'";

    private static Database database;
    private static TestSales sales;
    private static TestShop app;
    private static ShopClient shop;

    @BeforeAll
    static void openWithoutChecks() {
        database = TestEngines.database().schema(SCHEMA);
        sales = new TestSales(database);
        app = TestShop.start(Map.of("SECKILL_DB_URL", database.url()));
        shop = app.client();
        for (List<Object> check : database.rows(
                "SELECT DISTINCT constraint_name, table_name FROM information_schema.table_constraints"
                        + " WHERE constraint_schema = ? AND constraint_type = 'CHECK'",
                SCHEMA)) {
            change("ALTER TABLE " + check.get(1) + " DROP CONSTRAINT " + check.get(0));
        }
        change("ALTER TABLE seckill AUTO_INCREMENT = 7000000, MODIFY name VARCHAR(120) NULL,"
                + " MODIFY title VARCHAR(200) NULL DEFAULT '', MODIFY picture VARCHAR(200) NULL DEFAULT 'img/parcel.svg',"
                + " MODIFY price DECIMAL(30, 2) NULL DEFAULT 0, MODIFY list_price BIGINT UNSIGNED NULL,"
                + " MODIFY currency VARCHAR(10) NULL DEFAULT 'CNY', MODIFY number BIGINT NULL,"
                + " MODIFY offered DECIMAL(30) NULL DEFAULT 5, MODIFY epoch BIGINT NULL DEFAULT 0,"
                + " MODIFY start_time DATETIME(3) NULL, MODIFY end_time DATETIME(3) NULL");
    }

    @AfterAll
    static void close() {
        app.close();
        database.update("DROP DATABASE " + SCHEMA);
    }

    static Stream<String> changes() {
        return Stream.of(
                "start_time = " + ZERO,
                "end_time = " + ZERO,
                "start_time = " + ZERO + ", end_time = " + ZERO,
                "start_time = '2030-00-00 00:00:00'",
                "start_time = NULL",
                "end_time = '9999-12-31 23:59:59'",
                "start_time = end_time",
                "number = -1",
                "number = 3000000000",
                "number = NULL",
                "offered = 99999999999999999999999",
                "offered = NULL",
                "epoch = -1",
                "epoch = 9223372036854775807",
                "price = -1",
                "price = 0.5",
                "price = 99999999999999999999",
                "price = NULL",
                "list_price = 18446744073709551615",
                "list_price = 0",
                "currency = 'QQQ'",
                "currency = 'XAU'",
                "currency = ''",
                "currency = NULL",
                "picture = '../../secret'",
                "picture = NULL",
                "name = NULL",
                "title = NULL");
    }

    /** As many as one page of the list holds, beside a valid one. */
    static Stream<List<String>> pagesOfChanges() {
        List<String> all = changes().toList();
        return Stream.of(all.subList(0, all.size() / 2), all.subList(all.size() / 2, all.size()));
    }

    @ParameterizedTest
    @MethodSource("pagesOfChanges")
    void anInvalidRowClosesOnlyTheSaleOfThatRowAndIsLoggedOnce(List<String> changes) {
        assertThat(changes).hasSizeLessThan(Catalogue.PAGE_SIZE);
        Map<String, Long> invalid = new LinkedHashMap<>();
        changes.forEach(change -> invalid.put(change, sales.open(5)));
        long valid = sales.open(5);
        try (LogLines logged = LogLines.of("org.seckill")) {
            invalid.forEach((change, sale) -> change("UPDATE seckill SET " + change + " WHERE seckill_id = " + sale));
            ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
            invalid.forEach((change, sale) -> assertHasNoPages(change, sale, buyer));
            await().until(() -> {
                Answer list = shop.get("/seckill/list");
                assertThat(list.status()).isEqualTo(200);
                return list.http().body().contains("/" + valid + "/detail");
            });
            String list = shop.get("/seckill/list").http().body();
            invalid.forEach((change, sale) -> assertThat(list).as(change).doesNotContain("/" + sale + "/detail"));
            assertThat(shop.get("/metrics").http().body()).contains("sale=\"" + valid + "\"");
            assertThat(buyer.buy(valid).state()).isEqualTo(1);
            assertThat(logged.events())
                    .allSatisfy(line -> assertThat(line.getThrowableProxy())
                            .as(line.getFormattedMessage())
                            .isNull());
            invalid.forEach(
                    (change, sale) -> assertThat(logged.about(sale)).as(change).hasSize(1));
        } finally {
            change("DELETE FROM purchase", "DELETE FROM seckill");
        }
    }

    private static void assertHasNoPages(String change, long sale, ShopClient buyer) {
        for (int i = 0; i < 3; i++) {
            assertThat(shop.get("/seckill/" + sale + "/detail").status())
                    .as(change)
                    .isEqualTo(404);
            assertThat(buyer.expose(sale).status()).as(change).isEqualTo(404);
            assertThat(buyer.execute(sale, MD5).status()).as(change).isEqualTo(404);
            assertThat(buyer.result(sale).status()).as(change).isEqualTo(404);
        }
    }

    @Test
    void aMendedRowIsASaleAgain() {
        long sale = sales.open(5);
        change("UPDATE seckill SET currency = 'QQQ' WHERE seckill_id = " + sale);
        assertThat(shop.get("/seckill/" + sale + "/detail").status()).isEqualTo(404);
        change("UPDATE seckill SET currency = 'CNY' WHERE seckill_id = " + sale);
        await().until(() -> shop.get("/seckill/" + sale + "/detail").status() == 200);
    }

    /** Restored without the sales, say. */
    @Test
    void aPurchaseOutlivesTheRowOfItsSale() {
        long sale = sales.open(5);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(21));
        String ticket = ticket(buyer.buy(sale));
        change("SET SESSION foreign_key_checks = 0", "DELETE FROM seckill WHERE seckill_id = " + sale);
        await().until(() -> shop.get("/seckill/" + sale + "/detail").status() == 404);
        Answer result = buyer.result(sale);
        assertThat(result.state()).isEqualTo(1);
        assertThat(ticket(result)).isEqualTo(ticket);
        assertThat(buyer.get("/seckill/purchases").http().body()).contains(ticket, "Sale " + sale);
        assertThat(shop.loggedIn(ShopClient.phone(22)).result(sale).status()).isEqualTo(404);
    }

    @Test
    void aPurchaseWhoseOtherValuesAreUnreadableIsStillTheBuyers() {
        long sale = sales.open(5);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(31));
        ShopClient other = shop.loggedIn(ShopClient.phone(32));
        String ticket = ticket(buyer.buy(sale));
        change(
                "UPDATE purchase SET create_time = " + ZERO + ", currency = 'QQQ' WHERE user_phone = '"
                        + ShopClient.phone(31) + "'",
                "UPDATE seckill SET currency = 'QQQ' WHERE seckill_id = " + sale);
        assertThat(ticket(buyer.result(sale))).isEqualTo(ticket);
        Answer page = buyer.get("/seckill/purchases");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.http().body()).contains(ticket, "0 QQQ");
        change("UPDATE seckill SET currency = 'CNY' WHERE seckill_id = " + sale);
        await().until(() -> shop.get("/seckill/" + sale + "/detail").status() == 200);
        assertThat(buyer.buy(sale).state()).isEqualTo(-1);
        assertThat(other.buy(sale).state()).isEqualTo(1);
    }

    @Test
    void aVoidPurchaseIsNeverToldAsBought() {
        long sale = sales.open(5);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(41));
        String ticket = ticket(buyer.buy(sale));
        change("UPDATE purchase SET state = -1 WHERE seckill_id = " + sale);
        for (Answer told : List.of(buyer.result(sale), buyer.buy(sale))) {
            assertThat(told.state()).isZero();
            assertThat(told.data().get("stateInfo").asString()).isEqualTo("purchase is void");
            assertThat(told.data().get("successKilled").get("state").asInt()).isEqualTo(-1);
            assertThat(ticket(told)).isEqualTo(ticket);
        }
    }

    private static String ticket(Answer answer) {
        return answer.data().get("successKilled").get("ticket").asString();
    }

    /** In one session that a server in non-strict mode would give. */
    private static void change(String... statements) {
        try (Connection connection = database.connect();
                Statement session = connection.createStatement()) {
            session.execute("SET SESSION sql_mode = ''");
            for (String sql : statements) {
                session.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
