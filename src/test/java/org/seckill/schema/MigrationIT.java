package org.seckill.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import com.mysql.cj.exceptions.MysqlErrorNumbers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.catalogue.SaleMapper;
import org.seckill.catalogue.SaleRow;
import org.seckill.sale.Goods;
import org.seckill.sale.Money;
import org.seckill.sale.Sale;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.run.ConcurrentRun;

/** What becomes of a shop's data when the shop is upgraded. */
@Tag("database")
class MigrationIT {
    private static final int BUYERS = 4;

    private Database database;
    private TestSales sales;

    @BeforeEach
    void startAsTheFirstVersionLeftIt() {
        database = TestEngines.database().schema("seckill_upgraded");
        sales = new TestSales(database);
        flyway("1").migrate();
    }

    @AfterEach
    void drop() {
        database.update("DROP DATABASE seckill_upgraded");
    }

    @Test
    void whatWasSoldBeforeCountsAsOfferedUnlessItIsVoid() {
        long sold = sales.open(7);
        long fresh = sales.open(5);
        long soldOut = sales.open(0);
        for (int state = -1; state <= 2; state++) {
            buy(sold, "1380000000" + (state + 1), state);
        }
        buy(soldOut, "13800000000", 0);
        latest().migrate();
        assertThat(sales.offered(sold)).isEqualTo(10);
        assertThat(sales.offered(fresh)).isEqualTo(5);
        assertThat(sales.offered(soldOut)).isEqualTo(1);
        assertThat(sales.stock(sold)).isEqualTo(7);
    }

    @Test
    void aSaleOfBeforeIsFreeWithAPlainPictureAndSoIsWhatWasBought() {
        long sale = sales.open(7);
        buy(sale, "13800000000", 0);
        List<List<Object>> window = database.rows("SELECT start_time, end_time, create_time, epoch FROM seckill");
        latest().migrate();
        try (TestMappers mappers = new TestMappers(database, 20_000)) {
            Sale read =
                    mappers.get(SaleMapper.class).find(sale).map(SaleRow::sale).orElseThrow();
            assertThat(read.goods()).isEqualTo(new Goods("", "img/parcel.svg", new Money(0, "CNY"), null));
        }
        assertThat(database.rows("SELECT price, currency FROM purchase")).containsExactly(List.of(0L, "CNY"));
        assertThat(database.rows("SELECT start_time, end_time, create_time, epoch FROM seckill"))
                .isEqualTo(window);
    }

    @Test
    void aStockAsLargeAsANumberCanBeStopsNoUpgrade() {
        long sale = sales.open(Integer.MAX_VALUE);
        buy(sale, "13800000000", 0);
        latest().migrate();
        assertThat(sales.offered(sale)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aSaleIsAddedAsBeforeAndOffersItsStock() {
        latest().migrate();
        long sale = sales.open(7);
        assertThat(sales.offered(sale)).isEqualTo(7);
        database.update("UPDATE seckill SET number = 3 WHERE seckill_id = ?", sale);
        assertThat(sales.offered(sale)).isEqualTo(7);
    }

    @Test
    void anUpgradedShopHasNothingLeftToDo() {
        latest().migrate();
        assertThat(latest().migrate().migrationsExecuted).isZero();
    }

    /** As after a kill between the statement and Flyway's note of it. */
    @Test
    void theTableOfTextsIsCreatedWhereItExistsAlready() {
        Flyway again = flyway("5");
        again.migrate();
        long sale = sales.open(1);
        sales.chinese(sale, "半价手机", "");
        database.update("DELETE FROM flyway_schema_history WHERE version = '5'");
        assertThat(again.migrate().migrationsExecuted).isEqualTo(1);
        assertThat(database.rows("SELECT name FROM sale_text")).containsExactly(List.of("半价手机"));
    }

    /** Nodes of the first version sell on while the first node of this one starts. */
    @Test
    void ordersThatAreRecordedDuringTheUpgradeAreCountedAndDoNotStopIt() {
        List<Long> ids = List.of(sales.open(100_000), sales.open(100_000), sales.open(100_000), sales.open(100_000));
        AtomicBoolean upgraded = new AtomicBoolean();
        AtomicInteger bought = new AtomicInteger();
        ConcurrentRun buyers = ConcurrentRun.of(BUYERS, member -> {
            for (int i = 0; !upgraded.get(); i++) {
                long sale = ids.get(i % ids.size());
                String phone = String.format(Locale.ROOT, "%d%010d", member, i);
                buyAsBefore(sale, phone);
                voidAsBefore(sale, phone);
                bought.incrementAndGet();
            }
            return bought.get();
        });
        try {
            await().until(() -> bought.get() > 100);
            latest().migrate();
        } finally {
            upgraded.set(true);
        }
        buyers.results();
        assertThat(sales.purchases(ids.get(0))).isPositive();
        assertThat(ids).allSatisfy(id -> assertThat(sales.offered(id)).isEqualTo(100_000));
    }

    // In the order of the first version's procedure.
    private void buyAsBefore(long sale, String phone) {
        inOneTransaction(
                "SELECT number FROM seckill WHERE seckill_id = " + sale + " FOR UPDATE",
                "INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (" + sale + ", '" + phone + "', 't')",
                "UPDATE seckill SET number = number - 1 WHERE seckill_id = " + sale);
    }

    private void voidAsBefore(long sale, String phone) {
        inOneTransaction(
                "UPDATE purchase SET state = -1 WHERE seckill_id = " + sale + " AND user_phone = '" + phone + "'",
                "UPDATE seckill SET number = number + 1 WHERE seckill_id = " + sale);
    }

    // As nodes do: a transaction that waits long for a row, or is rolled back by a deadlock with the upgrade, is
    // repeated.
    private void inOneTransaction(String... statements) {
        boolean done = false;
        while (!done) {
            done = isCommitted(statements);
        }
    }

    private boolean isCommitted(String... statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            statement.execute("SET SESSION innodb_lock_wait_timeout = 1");
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
            return true;
        } catch (SQLException e) {
            if (Set.of(MysqlErrorNumbers.ER_LOCK_WAIT_TIMEOUT, MysqlErrorNumbers.ER_LOCK_DEADLOCK)
                    .contains(e.getErrorCode())) {
                return false;
            }
            throw new AssertionError(e);
        }
    }

    private void buy(long sale, String phone, int state) {
        database.update(
                "INSERT INTO purchase (seckill_id, user_phone, ticket, state) VALUES (?, ?, 't', ?)",
                sale,
                phone,
                state);
    }

    private Flyway latest() {
        return flyway("latest");
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .locations("classpath:sql/migration", "classpath:sql/procedure")
                .target(target)
                .load();
    }
}
