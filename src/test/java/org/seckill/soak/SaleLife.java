package org.seckill.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.seckill.check.Checker;
import org.seckill.check.Holdings;
import org.seckill.check.Journal;
import org.seckill.check.Promise;
import org.seckill.check.Shelf;
import org.seckill.check.Verdicts;
import org.seckill.config.Redises;
import org.seckill.parts.Desk;
import org.seckill.shoppers.Buyer;
import org.seckill.shoppers.Buyer.Habit;
import org.seckill.shoppers.Rush;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;
import redis.clients.jedis.UnifiedJedis;

/**
 * One sale from its announcement until it is forgotten. It opens, sells out, every third is restocked and sells out again,
 * and closes; all its buyers ask once more, and what they were told is compared with what the engines hold. Then all
 * of it goes, the buyers' journals too.
 */
final class SaleLife {
    private static final Duration ANNOUNCED = Duration.ofSeconds(5);

    /** Every node has heard of a restock by then. */
    private static final Duration RESTOCK_IS_KNOWN = Duration.ofSeconds(9);

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int CONNECTIONS = 8;
    private static final int RESTOCKED = 3;

    /** The same buyers come to every so many sales. */
    private static final int SALES_OF_A_BUYER = 20;

    private static final int PHONES_OF_A_SALE = 10_000;

    private final Ground ground;
    private final Pace pace;
    private final int number;
    private final Random random;
    private final long id;
    private final Instant announced = Instant.now();
    private final List<Buyer> buyers = new ArrayList<>();

    /** @param number of the sale, from zero on */
    SaleLife(Ground ground, Pace pace, int number) {
        this.ground = ground;
        this.pace = pace;
        this.number = number;
        this.random = new Random(number);
        this.id = new Sales(ground.database())
                .create("sale " + number, pace.stock(), ANNOUNCED, ANNOUNCED.plus(pace.open()));
    }

    /** From the announcement until nobody thinks of it any more, when all goes as it should. */
    static Duration length(Pace pace) {
        return ANNOUNCED.plus(pace.open()).plusSeconds(10);
    }

    long id() {
        return id;
    }

    /** @return what was broken */
    Verdicts live() throws InterruptedException {
        Duration half = pace.open().dividedBy(2);
        try (Rush rush = new Rush(ground.port(), CONNECTIONS)) {
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
        Verdicts verdicts = check();
        ground.forget(id);
        return verdicts;
    }

    private void come(Rush rush, int count, Duration from, Duration to) {
        int first = number % SALES_OF_A_BUYER * PHONES_OF_A_SALE + buyers.size();
        IntStream.range(first, first + count).forEach(phone -> {
            Habit[] habits = Habit.values();
            Habit habit = habits[random.nextInt(habits.length)];
            Journal journal = new Journal(id, Shop.phone(phone));
            Buyer buyer = new Buyer(journal, announced.plus(ANNOUNCED), habit, new Random(random.nextLong()));
            buyers.add(buyer);
            rush.send(buyer, from.plusMillis(random.nextLong(to.minus(from).toMillis())));
        });
    }

    private void recall() {
        try (Rush rush = new Rush(ground.port(), CONNECTIONS)) {
            buyers.forEach(buyer -> {
                buyer.comeBack();
                rush.send(buyer, Duration.ZERO);
            });
            rush.await(PATIENCE);
        }
    }

    private Verdicts check() throws InterruptedException {
        Verdicts verdicts = new Verdicts();
        stranded().forEach(what -> verdicts.breach(Promise.NOTHING_STRANDED, "sale " + id + ": " + what));
        Holdings held = Holdings.read(ground.database(), id);
        new Checker(held, buyers.stream().map(Buyer::journal).toList(), verdicts).check();
        return verdicts;
    }

    /** Orders may be on their way for a while, but not for ever. */
    private List<String> stranded() throws InterruptedException {
        if (ground.desk() != Desk.QUEUE) {
            return List.of();
        }
        Instant deadline = Instant.now().plus(PATIENCE);
        try (UnifiedJedis redis = Redises.connect(ground.redis().url())) {
            while (true) {
                boolean isLast = Instant.now().isAfter(deadline);
                List<String> stranded = Shelf.read(redis, id).strandedBeside(Holdings.read(ground.database(), id));
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
