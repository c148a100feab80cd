package org.seckill.tools.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.load.BuyerLoad;
import org.seckill.testkit.load.BuyerPlan;
import org.seckill.testkit.load.TrialSale;
import org.seckill.testkit.run.FaultSchedule;
import org.seckill.testkit.run.Outage;
import org.seckill.testkit.run.ScheduledFault;
import org.seckill.tools.check.CheckFindings;
import org.seckill.tools.check.Promise;
import org.seckill.tools.check.Violations;

/** One seed at one desk: sales under load while things go wrong, and, when all is mended, what must hold. */
final class CampaignRun {
    /** How long buyers go on coming after a sale has opened. */
    private static final Duration COMING = Duration.ofMillis(2500);

    /** After the last sale has opened. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Many, for whoever is at a node that stands still holds a connection, and the load is to go on. */
    private static final int CONNECTIONS = 250;

    private final CampaignShop house;
    private final long seed;
    private final RunSchedule schedule;

    CampaignRun(CampaignShop house, long seed) {
        this.house = house;
        this.seed = seed;
        this.schedule = RunSchedule.draw(seed);
    }

    RunReport play() throws InterruptedException {
        Instant begun = Instant.now();
        BuyerPlan throng = new BuyerPlan(schedule.random(), COMING);
        List<TrialSale> sales = new ArrayList<>();
        schedule.openings().forEach(opening -> sales.add(house.offer(schedule.stock(), opening)));
        List<Outage> outages = sell(sales, throng);
        recall(throng);
        CheckFindings findings =
                CheckFindings.of(sales.stream().map(TrialSale::id).toList(), throng.journals(), house, violations());
        sales.forEach(house::retire);
        Duration took = Duration.between(begun, Instant.now());
        return new RunReport(seed, house.desk(), outages, throng.journals(), findings, took);
    }

    // The database decides the window when an order is recorded. Whoever has waited since a moment at which the sale
    // was open
    // by one clock and not yet by the other hears that nothing was recorded, and the unit comes back.
    private Violations violations() {
        Violations violations = new Violations();
        return house.desk() == PurchaseMode.QUEUE && schedule.setsClocks()
                ? violations.without(Promise.QUEUED_IS_RECORDED)
                : violations;
    }

    private List<Outage> sell(List<TrialSale> sales, BuyerPlan throng) {
        List<Duration> openings = schedule.openings();
        try (BuyerLoad rush = new BuyerLoad(house.nginx().port(), CONNECTIONS);
                FaultSchedule strikes = new FaultSchedule(strikes(sales))) {
            for (int sale = 0; sale < sales.size(); sale++) {
                throng.sendTo(sales.get(sale), openings.get(sale), schedule.buyers(), rush);
            }
            rush.await(openings.get(openings.size() - 1).plus(PATIENCE));
            return strikes.await();
        }
    }

    private List<ScheduledFault> strikes(List<TrialSale> sales) {
        return Stream.concat(
                        schedule.blows().stream().map(house::strike),
                        schedule.restock().stream().map(restock -> house.restock(restock, sales.get(restock.sale()))))
                .toList();
    }

    private void recall(BuyerPlan throng) {
        try (BuyerLoad rush = new BuyerLoad(house.nginx().port(), CONNECTIONS)) {
            throng.comeBack(rush);
            rush.await(PATIENCE);
        }
    }
}
