package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.seckill.batch.LaneLimits;
import org.seckill.buyer.Phone;
import org.seckill.order.Outcome;
import org.seckill.sale.Sale;
import org.seckill.sale.TestSaleCopies;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.sqlfault.SqlFaultCounts;
import org.seckill.testkit.sqlfault.SqlFaultProxy;
import org.seckill.testkit.sqlfault.SqlPauses;

/** Runs the sale of one seed with a connection that breaks, and then checks the database. */
final class SeededTrial implements AutoCloseable {
    private static final Database DATABASE = TestEngines.database();
    private static final TestSales SALES = new TestSales(DATABASE);

    /** The time-out of one answer of the database. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofMillis(250);

    private static final int CONNECT_MILLIS = 500;

    private final long seed;
    private final DeskScene scene;
    private final SqlFaultProxy proxy;
    private final TestMappers mappers;
    private final ProcedureDesk desk;
    private final Sale sale;
    private final DeskLoad load;

    SeededTrial(long seed, SqlFaultCounts faults) {
        this.seed = seed;
        this.scene = DeskScene.of(seed);
        this.proxy = new SqlFaultProxy(DATABASE.port(), faults);
        this.mappers = new TestMappers(DATABASE.at(proxy.port()), (int) SOCKET_TIMEOUT.toMillis(), CONNECT_MILLIS);
        this.desk = Desks.open(
                mappers.get(ProcedureMapper.class),
                new SoldOutBoard(),
                scene.deadline(),
                new LaneLimits(2, 1000, scene.batch()));
        this.sale = TestSaleCopies.open(SALES.open(scene.stock()));
        this.load = new DeskLoad(scene, sale, desk);
    }

    /** @return the answers to the orders that were placed while connections broke */
    List<AnsweredOrder> run() {
        try {
            return checked();
        } catch (AssertionError e) {
            String again = "seed %d (again: -Dseckill.seed=%d), %s, struck: %s%n%s";
            throw new AssertionError(again.formatted(seed, seed, scene, proxy.struck(), e.getMessage()), e);
        }
    }

    private List<AnsweredOrder> checked() {
        if (scene.warm()) {
            warmUp();
        }
        proxy.breakBy(seed, new SqlPauses(SOCKET_TIMEOUT, scene.deadline()));
        List<AnsweredOrder> answers = load.sell(DATABASE);
        await().until(this::isQuiet);
        DeskLedger first = verified(answers);

        proxy.heal();
        List<AnsweredOrder> all = new ArrayList<>(answers);
        all.addAll(load.askAgain());
        DeskLedger second = verified(all);
        assertThat(second.changesSince(first)).as("recorded purchases stay").isEmpty();
        assertThat((long) second.rows().size())
                .as("all units are sold, or each buyer has one")
                .isEqualTo(Math.min(second.offered(), scene.buyers()));

        close();
        await().until(() -> sessions() == 0);
        assertThat(verified(all)).as("nothing changes later").isEqualTo(second);
        return answers;
    }

    @Override
    public void close() {
        desk.close();
        mappers.close();
        proxy.close();
    }

    /** Makes a first call with a sale that is over; it may take longer than the deadline of a trial. */
    private void warmUp() {
        Sale over = TestSaleCopies.open(SALES.create("over", 1, Duration.ofHours(-2), Duration.ofHours(-1)));
        Outcome closed = new Outcome.Over(Outcome.Over.Reason.CLOSED);
        await().until(() ->
                load.placeAndAwait(over, new Phone("13900000000")).outcome().equals(closed));
    }

    private DeskLedger verified(List<AnsweredOrder> answers) {
        DeskLedger ledger = DeskLedger.of(sale.id(), DATABASE);
        assertThat(ledger.contradictions(answers))
                .as("contradictions between answers and database")
                .isEmpty();
        return ledger;
    }

    /** Whether the database has processed all calls sent so far that can reach it. */
    private boolean isQuiet() {
        return proxy.isQuiet() && sessions() == 0;
    }

    /** Counts the sessions in the database whose connection has ended on this side. */
    private long sessions() {
        // No session has the id 0; it keeps the list from being empty.
        String ended = Stream.concat(Stream.of(0), proxy.endedSessions().stream())
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return DATABASE.number("SELECT COUNT(*) FROM information_schema.processlist WHERE id IN (" + ended + ")");
    }
}
