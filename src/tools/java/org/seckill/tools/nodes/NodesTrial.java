package org.seckill.tools.nodes;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.seckill.testkit.load.BuyerLoad;
import org.seckill.testkit.load.BuyerPlan;
import org.seckill.testkit.load.TrialSale;
import org.seckill.testkit.run.FaultSchedule;
import org.seckill.testkit.run.Outage;
import org.seckill.testkit.run.Restartable;
import org.seckill.testkit.run.ScheduledFault;

/** Sells some sales out, a few seconds apart, while parts of the fleet are killed and come back. */
final class NodesTrial {
    /** How long buyers go on coming after a sale has opened. */
    private static final Duration RUSH = Duration.ofSeconds(8);

    /** After the last sale has opened. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int CONNECTIONS = 64;

    private final NodeFleet fleet;
    private final NodesOptions terms;
    private final Random random;
    private final BuyerPlan throng;

    private NodesTrial(NodeFleet fleet, NodesOptions terms) {
        this.fleet = fleet;
        this.terms = terms;
        this.random = new Random(terms.seed());
        this.throng = new BuyerPlan(random, RUSH);
    }

    /** Returns when every buyer has their answer, or after minutes, and every part is back. */
    static TrialRecord run(NodeFleet fleet, NodesOptions terms) {
        return new NodesTrial(fleet, terms).run();
    }

    private TrialRecord run() {
        List<Duration> openings = terms.openings();
        List<TrialSale> sales = openings.stream()
                .map(opening -> TrialSale.create(fleet.database(), terms.stock(), opening))
                .toList();
        List<ScheduledFault> plan =
                terms.hasFaults() ? KillPlan.plan(openings, fleet.nodes(), engines(sales), random) : List.of();
        try (RelayTimes relays = new RelayTimes(fleet.nodes());
                BuyerLoad rush = new BuyerLoad(fleet.port(), CONNECTIONS);
                FaultSchedule strikes = new FaultSchedule(plan)) {
            for (int sale = 0; sale < sales.size(); sale++) {
                throng.sendTo(sales.get(sale), openings.get(sale), terms.buyers(), rush);
            }
            rush.await(openings.get(openings.size() - 1).plus(PATIENCE));
            List<Outage> outages = strikes.await();
            recall();
            return new TrialRecord(sales, throng.journals(), outages, relays.times());
        }
    }

    // In turns, so that none is killed that may still be on its way back.
    private List<Restartable> engines(List<TrialSale> sales) {
        return IntStream.range(0, sales.size())
                .mapToObj(i -> i % 2 == 0 ? fleet.redisOf(sales.get(i).id()) : fleet.zooKeeper())
                .toList();
    }

    private void recall() {
        try (BuyerLoad rush = new BuyerLoad(fleet.port(), CONNECTIONS)) {
            throng.comeBack(rush);
            rush.await(PATIENCE);
        }
    }
}
