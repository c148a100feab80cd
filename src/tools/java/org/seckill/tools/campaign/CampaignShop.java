package org.seckill.tools.campaign;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.load.TrialSale;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.FakeClock;
import org.seckill.testkit.run.Fault;
import org.seckill.testkit.run.Restartable;
import org.seckill.testkit.run.ScheduledFault;
import org.seckill.tools.ledger.EngineState;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RedisState;

/** The shop of one desk: nodes behind Nginx, and what is theirs of the engines. */
final class CampaignShop implements EngineState, AutoCloseable {
    /** Nobody looks after sales that ended before that: a run's sales cost the next ones nothing. */
    private static final Duration LONG_AGO = Duration.ofDays(-3);

    /** Well below any by which a clock is set, and above the time that an answer takes. */
    private static final Duration SMALLEST_JUMP = Duration.ofMillis(500);

    private final PurchaseMode desk;
    private final SharedEngines engines;
    private final Database database;
    private final List<FaultyNode> stands = new ArrayList<>();
    private Optional<NginxProcess> nginx = Optional.empty();

    private CampaignShop(PurchaseMode desk, SharedEngines engines) {
        this.desk = desk;
        this.engines = engines;
        this.database = engines.database().schema("seckill_" + desk.setting());
    }

    /** Returns when it serves. */
    static CampaignShop open(PurchaseMode desk, SharedEngines engines, Path home) {
        CampaignShop house = new CampaignShop(desk, engines);
        try {
            house.start(home);
            return house;
        } catch (RuntimeException | Error e) {
            house.close();
            throw e;
        }
    }

    /** The queue's is the first, which tests read. */
    static int redisDatabase(PurchaseMode desk) {
        return desk == PurchaseMode.QUEUE ? 0 : 1;
    }

    PurchaseMode desk() {
        return desk;
    }

    NginxProcess nginx() {
        return nginx.orElseThrow();
    }

    TrialSale offer(int stock, Duration until) {
        return TrialSale.create(database, stock, until);
    }

    /** Ends a sale long ago. */
    void retire(TrialSale sale) {
        new TestSales(database).move(sale.id(), LONG_AGO.minusHours(1), LONG_AGO);
    }

    /** Adds to a sale's stock, as soon as the database is there. */
    ScheduledFault restock(PlannedRestock restock, TrialSale sale) {
        Fault added = new Fault(restock.toString(), () -> add(restock.units(), sale), () -> {});
        return new ScheduledFault(restock.after(), added, Duration.ZERO);
    }

    /** Which this desk sells from. */
    Database database() {
        return database;
    }

    /** As that node reaches it. */
    Database databaseOf(int node) {
        return stands.get(node).database();
    }

    /** What its nodes know and no log shows. */
    List<String> secrets() {
        return stands.stream()
                .flatMap(stand -> stand.node().secrets().stream())
                .distinct()
                .toList();
    }

    /** Of all its nodes together, of each since its latest start. */
    double metric(String name) {
        return stands.stream().mapToDouble(stand -> stand.node().metric(name)).sum();
    }

    ScheduledFault strike(InjectedFault blow) {
        return new ScheduledFault(blow.after(), fault(blow), blow.lasting());
    }

    @Override
    public RecordedPurchases holdings(long sale) {
        return RecordedPurchases.read(database, sale);
    }

    @Override
    public Optional<RedisState> shelf(long sale) {
        return desk == PurchaseMode.QUEUE ? Optional.of(RedisState.read(engines.redis(), sale)) : Optional.empty();
    }

    @Override
    public List<String> missing() {
        return stands.stream().flatMap(stand -> stand.node().missing().stream()).toList();
    }

    @Override
    public void close() {
        nginx.ifPresent(NginxProcess::close);
        stands.forEach(FaultyNode::close);
    }

    private void start(Path home) {
        for (int number = 1; number <= RunSchedule.NODES; number++) {
            stands.add(new FaultyNode(desk.setting() + "-" + number, home, desk, database, engines));
        }
        ConcurrentRun.of(stands.size(), one -> {
                    stands.get(one).node().start();
                    return one;
                })
                .results();
        nginx = Optional.of(
                NginxProcess.before(stands.stream().mapToInt(FaultyNode::port).toArray()));
    }

    private void add(int units, TrialSale sale) {
        await().until(() -> {
            try {
                database.rows("CALL restock_seckill(?, ?)", sale.id(), units);
                return true;
            } catch (AssertionError e) {
                // It may be dead now; what it had done then stands.
                return false;
            }
        });
    }

    private Fault fault(InjectedFault blow) {
        FaultTarget place = blow.fault().place();
        if (!place.isProcess()) {
            return stands.get(blow.node()).fault(blow.fault());
        }
        Restartable part = place == FaultTarget.NODE ? stands.get(blow.node()).node() : engines.at(place);
        return switch (blow.fault().kind()) {
            case KILL -> Fault.killing(part);
            case PAUSE -> Fault.pausing(part);
            case FAILOVER -> engines.failover(place);
            case CLOCK_AHEAD, CLOCK_BEHIND -> set(blow);
            default -> engines.refusals(database).fault(blow.fault());
        };
    }

    private Fault set(InjectedFault blow) {
        boolean isOfNode = blow.fault().place() == FaultTarget.NODE;
        FaultyNode stand = stands.get(blow.node());
        FakeClock clock = isOfNode ? stand.clock() : engines.databaseClock();
        Supplier<Instant> told = isOfNode ? stand.node()::time : database::time;
        return new Fault(blow.toString(), () -> clock.set(blow.jump()), () -> {
            clock.set(Duration.ZERO);
            // The next run's sales open by it.
            await().until(() -> isRight(told.get()));
        });
    }

    private static boolean isRight(Instant time) {
        return Duration.between(time, Instant.now()).abs().compareTo(SMALLEST_JUMP) < 0;
    }
}
