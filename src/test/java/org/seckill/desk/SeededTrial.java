package org.seckill.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.seckill.buyer.Phone;
import org.seckill.chaos.ChaosProxy;
import org.seckill.chaos.Pauses;
import org.seckill.chaos.Tally;
import org.seckill.sale.Copies;
import org.seckill.sale.Seckill;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testing.Crowd;
import org.seckill.testing.Database;
import org.seckill.testing.Engines;
import org.seckill.testing.Mappers;
import org.seckill.testing.Sales;

/** One seed's sale: a desk, a crowd, and a way to the database that breaks; and then what the database holds. */
final class SeededTrial implements AutoCloseable {
    private static final Database DATABASE = Engines.database();
    private static final Sales SALES = new Sales(DATABASE);

    /** For one answer of the database. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofMillis(250);

    private static final int CONNECT_MILLIS = 500;

    private final long seed;
    private final Scene scene;
    private final ChaosProxy proxy;
    private final Mappers mappers;
    private final ProcedureDesk desk;
    private final Seckill sale;
    private final Rush rush;

    SeededTrial(long seed, Tally strikes) {
        this.seed = seed;
        this.scene = Scene.of(seed);
        this.proxy = new ChaosProxy(DATABASE.port(), strikes);
        this.mappers = new Mappers(DATABASE.at(proxy.port()), (int) SOCKET_TIMEOUT.toMillis(), CONNECT_MILLIS);
        this.desk = Desks.open(
                mappers.get(DeskMapper.class),
                new SoldOutBoard(),
                scene.deadline(),
                new LaneLimits(2, 1000, scene.batch()));
        this.sale = Copies.open(SALES.open(scene.stock()));
        this.rush = new Rush(scene, sale, desk);
    }

    /** @return what the crowd was told while connections broke */
    List<Answered> run() {
        try {
            return checked();
        } catch (AssertionError e) {
            String again = "seed %d (again: -Dseckill.seed=%d), %s, struck: %s%n%s";
            throw new AssertionError(again.formatted(seed, seed, scene, proxy.struck(), e.getMessage()), e);
        }
    }

    private List<Answered> checked() {
        if (scene.warm()) {
            warmUp();
        }
        proxy.breakBy(seed, new Pauses(SOCKET_TIMEOUT, scene.deadline()));
        List<Answered> answers = rush.sell(DATABASE);
        Crowd.until(this::isQuiet);
        Ledger first = verified(answers);

        proxy.heal();
        List<Answered> all = new ArrayList<>(answers);
        all.addAll(rush.askAgain());
        Ledger second = verified(all);
        assertThat(second.changesSince(first)).as("what was recorded stays so").isEmpty();
        assertThat((long) second.rows().size())
                .as("all is sold that can be")
                .isEqualTo(Math.min(second.offered(), scene.buyers()));

        close();
        Crowd.until(() -> sessions() == 0);
        assertThat(verified(all)).as("nothing comes later").isEqualTo(second);
        return answers;
    }

    @Override
    public void close() {
        desk.close();
        mappers.close();
        proxy.close();
    }

    /** Lets the desk hear of the database by a sale that is over; a first call may take longer than a trial's patience. */
    private void warmUp() {
        Seckill over = Copies.open(SALES.create("over", 1, Duration.ofHours(-2), Duration.ofHours(-1)));
        Outcome closed = new Outcome.Over(Outcome.Over.Reason.CLOSED);
        Crowd.until(() ->
                rush.placeAndAwait(over, new Phone("13900000000")).outcome().equals(closed));
    }

    private Ledger verified(List<Answered> answers) {
        Ledger ledger = Ledger.of(sale.id(), DATABASE);
        assertThat(ledger.contradictions(answers))
                .as("what the buyers were told")
                .isEmpty();
        return ledger;
    }

    /** Whether the database has served all that will ever reach it of what was sent until now. */
    private boolean isQuiet() {
        return proxy.isQuiet() && sessions() == 0;
    }

    /** @return how many of the connections that ended on this side have a session left in the database */
    private long sessions() {
        // None has the number 0.
        String ended = Stream.concat(Stream.of(0), proxy.endedSessions().stream())
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return DATABASE.number("SELECT COUNT(*) FROM information_schema.processlist WHERE id IN (" + ended + ")");
    }
}
