package org.seckill.shoppers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.seckill.check.Journal;
import org.seckill.shoppers.Buyer.Habit;
import org.seckill.testing.Shop;

/** The buyers of a trial's sales: who of them comes when, and what each does beyond pressing once. */
public final class Throng {
    /** How long before the opening the first of them come. */
    private static final Duration EARLY = Duration.ofSeconds(3);

    private static final double COME_EARLY = 0.4;
    private static final double IMPATIENT = 0.15;
    private static final double GREEDY = 0.15;
    private static final double WITH_TWO_DEVICES = 0.05;
    private static final int PHONES_OF_A_SALE = 1_000_000;

    private final Random random;
    private final Duration coming;
    private final List<Buyer> buyers = new ArrayList<>();
    private int sales;

    /** @param coming how long buyers go on coming after a sale has opened */
    public Throng(Random random, Duration coming) {
        this.random = random;
        this.coming = coming;
    }

    /** @param opening since the beginning of the rush, which is now */
    public void sendTo(OnSale sale, Duration opening, int size, Rush rush) {
        int first = PHONES_OF_A_SALE * sales++;
        IntStream.range(first, first + size).forEach(number -> {
            boolean isEarly = random.nextDouble() < COME_EARLY;
            Duration comes = isEarly ? opening.minus(part(EARLY)) : opening.plus(part(coming));
            rush.send(buyer(sale, number), comes);
            if (random.nextDouble() < WITH_TWO_DEVICES) {
                rush.send(buyer(sale, number), comes);
            }
        });
    }

    /** All ask once more what came of it, now that all is over. */
    public void comeBack(Rush rush) {
        buyers.forEach(buyer -> {
            buyer.comeBack();
            rush.send(buyer, Duration.ZERO);
        });
    }

    public List<Journal> journals() {
        return buyers.stream().map(Buyer::journal).toList();
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
