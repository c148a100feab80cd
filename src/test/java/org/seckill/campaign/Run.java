package org.seckill.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.seckill.check.Findings;
import org.seckill.check.Promise;
import org.seckill.check.Verdicts;
import org.seckill.parts.Desk;
import org.seckill.parts.Outage;
import org.seckill.parts.Strike;
import org.seckill.parts.Strikes;
import org.seckill.shoppers.OnSale;
import org.seckill.shoppers.Rush;
import org.seckill.shoppers.Throng;

/** One seed at one desk: sales under load while things go wrong, and, when all is mended, what must hold. */
final class Run {
    /** How long buyers go on coming after a sale has opened. */
    private static final Duration COMING = Duration.ofMillis(2500);

    /** After the last sale has opened. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Many, for whoever is at a node that stands still holds a connection, and the load is to go on. */
    private static final int CONNECTIONS = 250;

    private final House house;
    private final long seed;
    private final Schedule schedule;

    Run(House house, long seed) {
        this.house = house;
        this.seed = seed;
        this.schedule = Schedule.draw(seed);
    }

    Report play() throws InterruptedException {
        Instant begun = Instant.now();
        Throng throng = new Throng(schedule.random(), COMING);
        List<OnSale> sales = new ArrayList<>();
        schedule.openings().forEach(opening -> sales.add(house.offer(schedule.stock(), opening)));
        List<Outage> outages = sell(sales, throng);
        recall(throng);
        Findings findings = Findings.of(sales.stream().map(OnSale::id).toList(), throng.journals(), house, verdicts());
        sales.forEach(house::retire);
        Duration took = Duration.between(begun, Instant.now());
        return new Report(seed, house.desk(), outages, throng.journals(), findings, took);
    }

    // The database decides the window when an order is recorded. Whoever has waited since a moment at which the sale
    // was open
    // by one clock and not yet by the other hears that nothing was recorded, and the unit comes back.
    private Verdicts verdicts() {
        Verdicts verdicts = new Verdicts();
        return house.desk() == Desk.QUEUE && schedule.setsClocks()
                ? verdicts.without(Promise.QUEUED_IS_RECORDED)
                : verdicts;
    }

    private List<Outage> sell(List<OnSale> sales, Throng throng) {
        List<Duration> openings = schedule.openings();
        try (Rush rush = new Rush(house.nginx().port(), CONNECTIONS);
                Strikes strikes = new Strikes(strikes(sales))) {
            for (int sale = 0; sale < sales.size(); sale++) {
                throng.sendTo(sales.get(sale), openings.get(sale), schedule.buyers(), rush);
            }
            rush.await(openings.get(openings.size() - 1).plus(PATIENCE));
            return strikes.await();
        }
    }

    private List<Strike> strikes(List<OnSale> sales) {
        return Stream.concat(
                        schedule.blows().stream().map(house::strike),
                        schedule.restock().stream().map(restock -> house.restock(restock, sales.get(restock.sale()))))
                .toList();
    }

    private void recall(Throng throng) {
        try (Rush rush = new Rush(house.nginx().port(), CONNECTIONS)) {
            throng.comeBack(rush);
            rush.await(PATIENCE);
        }
    }
}
