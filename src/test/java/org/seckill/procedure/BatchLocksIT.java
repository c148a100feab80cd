package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.procedure.GatedDesk.BATCH;
import static org.seckill.testkit.run.TestTimeouts.await;

import com.mysql.cj.exceptions.MysqlErrorNumbers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.order.Ticket;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;

/** A batch that the database rolls back because of another session's locks. */
@Tag("database")
class BatchLocksIT {
    private static final Database DATABASE = TestEngines.database();

    @Test
    void aBatchThatWaitedTooLongForItsSaleIsSentAgainWhole() throws SQLException {
        try (GatedDesk desk = new GatedDesk(1);
                Connection rival = DATABASE.connect()) {
            List<CompletableFuture<Outcome>> placed = desk.gather(GatedDesk.orders());
            rival.setAutoCommit(false);
            lock(rival, desk.sale());
            desk.calls().letAllThrough();
            await().until(() -> desk.calls().errors().contains(MysqlErrorNumbers.ER_LOCK_WAIT_TIMEOUT));
            assertThat(placed).noneMatch(CompletableFuture::isDone);
            rival.rollback();
            assertServedAgain(desk, placed);
        }
    }

    @Test
    void aBatchThatIsTheVictimOfADeadlockIsSentAgainWhole() throws SQLException {
        try (GatedDesk desk = new GatedDesk(30);
                Connection rival = DATABASE.connect()) {
            List<Order> batch = GatedDesk.orders();
            List<CompletableFuture<Outcome>> placed = desk.gather(batch);
            rival.setAutoCommit(false);
            // With the checks, its purchase would lock the sale's row too; half of its purchases have no sale.
            rival.createStatement().execute("SET SESSION foreign_key_checks = 0");
            write(rival, desk.sale(), batch.get(BATCH / 2));
            growHeavy(rival, desk.sale());
            desk.calls().letAllThrough();
            await().until(BatchLocksIT::isInserting);
            lock(rival, desk.sale());
            await().until(() -> desk.calls().errors().contains(MysqlErrorNumbers.ER_LOCK_DEADLOCK));
            assertThat(placed).noneMatch(CompletableFuture::isDone);
            rival.rollback();
            assertServedAgain(desk, placed);
        }
    }

    private static void assertServedAgain(GatedDesk desk, List<CompletableFuture<Outcome>> placed) {
        assertThat(GatedDesk.answers(placed)).hasOnlyElementsOfType(Outcome.Recorded.class);
        assertThat(desk.calls().batches()).startsWith(1, BATCH, BATCH).containsOnly(1, BATCH);
        desk.assertSold(BATCH);
    }

    private static void lock(Connection rival, long sale) throws SQLException {
        rival.createStatement().executeQuery("SELECT 1 FROM seckill WHERE seckill_id = " + sale + " FOR UPDATE");
    }

    private static void write(Connection rival, long sale, Order order) throws SQLException {
        try (PreparedStatement insert =
                rival.prepareStatement("INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (?, ?, ?)")) {
            insert.setLong(1, sale);
            insert.setString(2, order.buyer().digits());
            insert.setString(3, Ticket.draw().id());
            insert.executeUpdate();
        }
    }

    /** In a deadlock, the session that changed more rows survives. */
    private static void growHeavy(Connection rival, long sale) throws SQLException {
        for (int i = 0; i < 10; i++) {
            for (Order order : GatedDesk.orders()) {
                write(rival, -1 - i - 10 * sale, order);
            }
        }
    }

    /** Whether the batch waits for the rival's row: no other INSERT runs for that long. */
    private static boolean isInserting() {
        return DATABASE.number("SELECT COUNT(*) FROM information_schema.processlist"
                        + " WHERE info LIKE 'INSERT INTO purchase%' AND time >= 1")
                > 0;
    }
}
