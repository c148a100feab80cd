package org.seckill.nodes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.seckill.check.Journal;
import org.seckill.shoppers.Buyer;
import org.seckill.shoppers.Buyer.Habit;
import org.seckill.shoppers.OnSale;
import org.seckill.shoppers.Rush;
import org.seckill.testing.Shop;

/** Sells some sales out, a few seconds apart, while parts of the fleet are killed and come back. */
final class Trial {
    /** How long buyers go on coming after a sale has opened. */
    private static final Duration RUSH = Duration.ofSeconds(8);

    /** How long before that the first of them come. */
    private static final Duration EARLY = Duration.ofSeconds(3);

    /** After the last sale has opened. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final double COME_EARLY = 0.4;
    private static final double IMPATIENT = 0.15;
    private static final double GREEDY = 0.15;
    private static final double WITH_TWO_DEVICES = 0.05;
    private static final int PHONES_OF_A_SALE = 1_000_000;

    private final Fleet fleet;
    private final Terms terms;
    private final Random random;
    private final List<Buyer> buyers = new ArrayList<>();

    private Trial(Fleet fleet, Terms terms) {
        this.fleet = fleet;
        this.terms = terms;
        this.random = new Random(terms.seed());
    }

    /** Returns when every buyer has their answer, or after minutes, and every part is back. */
    static Course run(Fleet fleet, Terms terms) {
        return new Trial(fleet, terms).run();
    }

    private Course run() {
        List<Duration> openings = terms.openings();
        List<Strike> plan =
                terms.hasFaults() ? Strike.plan(openings, fleet.nodes(), fleet.engines(), random) : List.of();
        List<OnSale> sales = openings.stream()
                .map(opening -> OnSale.create(fleet.database(), terms.stock(), opening))
                .toList();
        try (RelayTimes relays = new RelayTimes(fleet.nodes());
                Rush rush = new Rush(fleet.port());
                Strikes strikes = new Strikes(plan)) {
            for (int sale = 0; sale < sales.size(); sale++) {
                send(rush, sales.get(sale), openings.get(sale), sale * PHONES_OF_A_SALE);
            }
            rush.await(openings.get(openings.size() - 1).plus(PATIENCE));
            List<Outage> outages = strikes.await();
            recall();
            return new Course(sales, buyers.stream().map(Buyer::journal).toList(), outages, relays.times());
        }
    }

    private void recall() {
        try (Rush rush = new Rush(fleet.port())) {
            buyers.forEach(buyer -> {
                buyer.comeBack();
                rush.send(buyer, Duration.ZERO);
            });
            rush.await(PATIENCE);
        }
    }

    private void send(Rush rush, OnSale sale, Duration opening, int firstPhone) {
        IntStream.range(firstPhone, firstPhone + terms.buyers()).forEach(number -> {
            boolean isEarly = random.nextDouble() < COME_EARLY;
            Duration comes = isEarly ? opening.minus(part(EARLY)) : opening.plus(part(RUSH));
            rush.send(buyer(sale, number), comes);
            if (random.nextDouble() < WITH_TWO_DEVICES) {
                rush.send(buyer(sale, number), comes);
            }
        });
    }

    private Buyer buyer(OnSale sale, int number) {
        double chance = random.nextDouble();
        Habit habit = chance < IMPATIENT ? Habit.IMPATIENT : chance < IMPATIENT + GREEDY ? Habit.GREEDY : Habit.PATIENT;
        Journal journal = new Journal(sale.id(), Shop.phone(number));
        Buyer buyer = new Buyer(journal, sale.opens(), habit, new Random(random.nextLong()));
        buyers.add(buyer);
        return buyer;
    }

    private Duration part(Duration whole) {
        return Duration.ofMillis(random.nextLong(whole.toMillis()));
    }
}
