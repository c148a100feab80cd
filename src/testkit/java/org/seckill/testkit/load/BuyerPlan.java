package org.seckill.testkit.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.seckill.testkit.load.SimulatedBuyer.Habit;
import org.seckill.testkit.node.ShopClient;

/** The buyers of a trial: when each comes, and what each does in addition to one press. */
public final class BuyerPlan {
    /** The time before the opening at which the first buyers come. */
    private static final Duration EARLY = Duration.ofSeconds(3);

    private static final double COME_EARLY = 0.4;
    private static final double IMPATIENT = 0.15;
    private static final double GREEDY = 0.15;
    private static final double WITH_TWO_DEVICES = 0.05;
    private static final int PHONES_OF_A_SALE = 1_000_000;

    private final Random random;
    private final Duration coming;
    private final List<SimulatedBuyer> buyers = new ArrayList<>();
    private int sales;

    /** @param coming the time after the opening in which buyers come */
    public BuyerPlan(Random random, Duration coming) {
        this.random = random;
        this.coming = coming;
    }

    /** @param opening the time from now to the opening */
    public void sendTo(TrialSale sale, Duration opening, int size, BuyerLoad load) {
        int first = PHONES_OF_A_SALE * sales++;
        IntStream.range(first, first + size).forEach(number -> {
            boolean isEarly = random.nextDouble() < COME_EARLY;
            Duration comes = isEarly ? opening.minus(part(EARLY)) : opening.plus(part(coming));
            load.send(buyer(sale, number), comes);
            if (random.nextDouble() < WITH_TWO_DEVICES) {
                load.send(buyer(sale, number), comes);
            }
        });
    }

    /** Lets all buyers ask for their result once more, after the sale. */
    public void comeBack(BuyerLoad load) {
        buyers.forEach(buyer -> {
            buyer.comeBack();
            load.send(buyer, Duration.ZERO);
        });
    }

    public List<BuyerJournal> journals() {
        return buyers.stream().map(SimulatedBuyer::journal).toList();
    }

    private SimulatedBuyer buyer(TrialSale sale, int number) {
        double chance = random.nextDouble();
        Habit habit = chance < IMPATIENT ? Habit.IMPATIENT : chance < IMPATIENT + GREEDY ? Habit.GREEDY : Habit.PATIENT;
        BuyerJournal journal = new BuyerJournal(sale.id(), ShopClient.phone(number));
        SimulatedBuyer buyer = new SimulatedBuyer(journal, sale.opens(), habit, new Random(random.nextLong()));
        buyers.add(buyer);
        return buyer;
    }

    private Duration part(Duration whole) {
        return Duration.ofMillis(random.nextLong(whole.toMillis()));
    }
}
