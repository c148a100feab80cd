package org.seckill.tools.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.seckill.config.TestRedisClients;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.testkit.load.BuyerLoad;
import org.seckill.testkit.load.SimulatedBuyer;
import org.seckill.testkit.load.SimulatedBuyer.Habit;
import org.seckill.testkit.node.ShopClient;
import org.seckill.tools.check.Promise;
import org.seckill.tools.check.SaleChecker;
import org.seckill.tools.check.Violations;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RedisState;
import redis.clients.jedis.UnifiedJedis;

/**
 * One sale from its announcement until it is forgotten. It opens, sells out, every third is restocked and sells out again,
 * and closes; all its buyers ask once more, and what they were told is compared with what the engines hold. Then all
 * of it goes, the buyers' journals too.
 */
final class SaleLifecycle {
    private static final Duration ANNOUNCED = Duration.ofSeconds(5);

    /** Every node has heard of a restock by then. */
    private static final Duration RESTOCK_IS_KNOWN = Duration.ofSeconds(9);

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int CONNECTIONS = 8;
    private static final int RESTOCKED = 3;

    /** The same buyers come to every so many sales. */
    private static final int SALES_OF_A_BUYER = 20;

    private static final int PHONES_OF_A_SALE = 10_000;

    private final SoakNode ground;
    private final SoakPace pace;
    private final int number;
    private final Random random;
    private final long id;
    private final Instant announced = Instant.now();
    private final List<SimulatedBuyer> buyers = new ArrayList<>();

    /** @param number of the sale, from zero on */
    SaleLifecycle(SoakNode ground, SoakPace pace, int number) {
        this.ground = ground;
        this.pace = pace;
        this.number = number;
        this.random = new Random(number);
        this.id = new TestSales(ground.database())
                .create("sale " + number, pace.stock(), ANNOUNCED, ANNOUNCED.plus(pace.open()));
    }

    /** From the announcement until nobody thinks of it any more, when all goes as it should. */
    static Duration length(SoakPace pace) {
        return ANNOUNCED.plus(pace.open()).plusSeconds(10);
    }

    long id() {
        return id;
    }

    /** @return what was broken */
    Violations live() throws InterruptedException {
        Duration half = pace.open().dividedBy(2);
        try (BuyerLoad rush = new BuyerLoad(ground.port(), CONNECTIONS)) {
            come(rush, pace.buyers(), Duration.ofSeconds(2), half);
            if (number % RESTOCKED == RESTOCKED - 1) {
                pauseUntil(ANNOUNCED.plus(half));
                ground.database().update("CALL restock_seckill(?, ?)", id, pace.restock());
                come(rush, pace.restock() * 2, RESTOCK_IS_KNOWN, RESTOCK_IS_KNOWN.plus(half.dividedBy(4)));
            }
            rush.await(pace.open().plus(PATIENCE));
        }
        pauseUntil(ANNOUNCED.plus(pace.open()).plusSeconds(1));
        recall();
        Violations violations = check();
        ground.forget(id);
        return violations;
    }

    private void come(BuyerLoad rush, int count, Duration from, Duration to) {
        int first = number % SALES_OF_A_BUYER * PHONES_OF_A_SALE + buyers.size();
        IntStream.range(first, first + count).forEach(phone -> {
            Habit[] habits = Habit.values();
            Habit habit = habits[random.nextInt(habits.length)];
            BuyerJournal journal = new BuyerJournal(id, ShopClient.phone(phone));
            SimulatedBuyer buyer =
                    new SimulatedBuyer(journal, announced.plus(ANNOUNCED), habit, new Random(random.nextLong()));
            buyers.add(buyer);
            rush.send(buyer, from.plusMillis(random.nextLong(to.minus(from).toMillis())));
        });
    }

    private void recall() {
        try (BuyerLoad rush = new BuyerLoad(ground.port(), CONNECTIONS)) {
            buyers.forEach(buyer -> {
                buyer.comeBack();
                rush.send(buyer, Duration.ZERO);
            });
            rush.await(PATIENCE);
        }
    }

    private Violations check() throws InterruptedException {
        Violations violations = new Violations();
        stranded().forEach(what -> violations.breach(Promise.NOTHING_STRANDED, "sale " + id + ": " + what));
        RecordedPurchases held = RecordedPurchases.read(ground.database(), id);
        new SaleChecker(held, buyers.stream().map(SimulatedBuyer::journal).toList(), violations).check();
        return violations;
    }

    /** Orders may be on their way for a while, but not for ever. */
    private List<String> stranded() throws InterruptedException {
        if (ground.desk() != PurchaseMode.QUEUE) {
            return List.of();
        }
        Instant deadline = Instant.now().plus(PATIENCE);
        try (UnifiedJedis redis = TestRedisClients.connect(ground.redis().url())) {
            while (true) {
                boolean isLast = Instant.now().isAfter(deadline);
                List<String> stranded =
                        RedisState.read(redis, id).strandedBeside(RecordedPurchases.read(ground.database(), id));
                if (isLast || stranded.isEmpty()) {
                    return stranded;
                }
                Thread.sleep(100);
            }
        }
    }

    private void pauseUntil(Duration sinceAnnounced) throws InterruptedException {
        Duration left = Duration.between(Instant.now(), announced.plus(sinceAnnounced));
        Thread.sleep(Math.max(0, left.toMillis()));
    }
}
