package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.procedure.GatedDesk.BATCH;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.batch.BatchExecutor;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.run.LogLines;

/** A batch that fails because of one of its orders. */
@Tag("database")
class BatchFaultsIT {
    private static final Database DATABASE = TestEngines.database();

    private final LogLines logged = LogLines.of(BatchExecutor.class);
    private GatedDesk desk;

    @BeforeEach
    void openTheDesk() {
        desk = new GatedDesk(30);
    }

    @AfterEach
    void close() {
        logged.close();
        DATABASE.update("DROP TRIGGER IF EXISTS poison");
        desk.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 13, BATCH - 1})
    void anOrderThatTheDatabaseRefusesIsFoundAndTheOthersOfItsBatchAreServed(int position) {
        List<Order> batch = GatedDesk.orders();
        Order poison = batch.get(position);
        refuse(poison);

        List<Outcome> outcomes = desk.serve(batch);

        assertThat(outcomes.remove(position)).isInstanceOf(Outcome.Broken.class);
        assertThat(outcomes).hasOnlyElementsOfType(Outcome.Recorded.class);
        desk.assertSold(BATCH - 1);
        // The opener, the batch, and two halves of each failed part: 32, 16, 8, 4 and 2 orders.
        assertThat(desk.calls().batches()).hasSize(1 + 1 + 2 * 5);
        assertThat(desk.splits()).isEqualTo(5);
        assertThat(logged.about(desk.sale()))
                .singleElement()
                .asString()
                .contains("ticket=" + poison.ticket())
                .doesNotContain(poison.buyer().digits());
    }

    @Test
    void severalOrdersThatTheDatabaseRefusesAreAllFound() {
        List<Order> batch = GatedDesk.orders();
        refuse(batch.get(3), batch.get(4), batch.get(20));
        List<Outcome> outcomes = desk.serve(batch);
        assertThat(List.of(outcomes.get(3), outcomes.get(4), outcomes.get(20)))
                .hasOnlyElementsOfType(Outcome.Broken.class);
        assertThat(outcomes).filteredOn(Outcome.Recorded.class::isInstance).hasSize(BATCH - 3);
        desk.assertSold(BATCH - 3);
    }

    @Test
    void anOrderWithAnUnreadableRowIsBrokenAndTheOthersOfItsBatchAreServed() {
        List<Order> batch = GatedDesk.orders();
        DATABASE.update(
                "INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (?, ?, 'not of our making')",
                desk.sale(),
                batch.get(5).buyer().digits());
        List<Outcome> outcomes = desk.serve(batch);
        assertThat(outcomes.remove(5)).isInstanceOf(Outcome.Broken.class);
        assertThat(outcomes).hasOnlyElementsOfType(Outcome.Recorded.class);
    }

    private void refuse(Order... poisons) {
        String phones = Arrays.stream(poisons)
                .map(poison -> "'" + poison.buyer().digits() + "'")
                .collect(Collectors.joining(", "));
        DATABASE.update("CREATE TRIGGER poison AFTER INSERT ON purchase FOR EACH ROW"
                + " IF NEW.seckill_id = " + desk.sale() + " AND NEW.user_phone IN (" + phones + ") THEN"
                + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by a trigger'; END IF");
    }
}
