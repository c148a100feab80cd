package org.seckill.nodes;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.seckill.parts.Outage;
import org.seckill.parts.Part;
import org.seckill.parts.Strike;
import org.seckill.parts.Strikes;
import org.seckill.shoppers.OnSale;
import org.seckill.shoppers.Rush;
import org.seckill.shoppers.Throng;

/** Sells some sales out, a few seconds apart, while parts of the fleet are killed and come back. */
final class Trial {
    /** How long buyers go on coming after a sale has opened. */
    private static final Duration RUSH = Duration.ofSeconds(8);

    /** After the last sale has opened. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int CONNECTIONS = 64;

    private final Fleet fleet;
    private final Terms terms;
    private final Random random;
    private final Throng throng;

    private Trial(Fleet fleet, Terms terms) {
        this.fleet = fleet;
        this.terms = terms;
        this.random = new Random(terms.seed());
        this.throng = new Throng(random, RUSH);
    }

    /** Returns when every buyer has their answer, or after minutes, and every part is back. */
    static Course run(Fleet fleet, Terms terms) {
        return new Trial(fleet, terms).run();
    }

    private Course run() {
        List<Duration> openings = terms.openings();
        List<OnSale> sales = openings.stream()
                .map(opening -> OnSale.create(fleet.database(), terms.stock(), opening))
                .toList();
        List<Strike> plan =
                terms.hasFaults() ? Killings.plan(openings, fleet.nodes(), engines(sales), random) : List.of();
        try (RelayTimes relays = new RelayTimes(fleet.nodes());
                Rush rush = new Rush(fleet.port(), CONNECTIONS);
                Strikes strikes = new Strikes(plan)) {
            for (int sale = 0; sale < sales.size(); sale++) {
                throng.sendTo(sales.get(sale), openings.get(sale), terms.buyers(), rush);
            }
            rush.await(openings.get(openings.size() - 1).plus(PATIENCE));
            List<Outage> outages = strikes.await();
            recall();
            return new Course(sales, throng.journals(), outages, relays.times());
        }
    }

    // In turns, so that none is killed that may still be on its way back.
    private List<Part> engines(List<OnSale> sales) {
        return IntStream.range(0, sales.size())
                .mapToObj(i -> i % 2 == 0 ? fleet.redisOf(sales.get(i).id()) : fleet.zooKeeper())
                .toList();
    }

    private void recall() {
        try (Rush rush = new Rush(fleet.port(), CONNECTIONS)) {
            throng.comeBack(rush);
            rush.await(PATIENCE);
        }
    }
}
