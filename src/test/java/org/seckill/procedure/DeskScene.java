package org.seckill.procedure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;

/**
 * A sale and its buyers, generated from a seed.
 *
 * @param deadline of an order
 * @param batch the most orders in one call
 * @param warm whether the desk has had an answer of the database before the first order
 * @param presses the orders, by time
 * @param restockAfter the time of the restock, if any
 */
record DeskScene(
        int stock,
        int buyers,
        Duration deadline,
        int batch,
        boolean warm,
        List<Press> presses,
        Optional<Duration> restockAfter) {
    static final int RESTOCK = 5;

    /** @param after the time since the start of the run */
    record Press(Order order, Duration after) {}

    static DeskScene of(long seed) {
        // Split, because the proxy draws its faults from the same seed.
        SplittableRandom random = new SplittableRandom(seed).split();
        int buyers = random.nextInt(8, 41);
        boolean scarce = random.nextBoolean();
        int stock = scarce ? random.nextInt(1, buyers) : random.nextInt(buyers, 2 * buyers);
        Duration rush = Duration.ofMillis(random.nextInt(4) > 0 ? random.nextInt(1, 30) : random.nextInt(30, 500));
        Duration deadline = Duration.ofMillis(random.nextInt(600, 1500));
        return new DeskScene(
                stock,
                buyers,
                deadline,
                random.nextInt(4) > 0 ? 64 : random.nextInt(1, 9),
                random.nextInt(4) > 0,
                presses(buyers, rush, random),
                random.nextInt(4) > 0 ? Optional.empty() : Optional.of(between(deadline, random)));
    }

    List<Phone> allBuyers() {
        return Stream.iterate(0, i -> i + 1).limit(buyers).map(DeskScene::phone).toList();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d presses of %d buyers for %d units within %s, %s, at most %d in a batch%s",
                presses.size(),
                buyers,
                stock,
                deadline,
                warm ? "warm" : "cold",
                batch,
                restockAfter.map(after -> ", restocked after " + after).orElse(""));
    }

    private static List<Press> presses(int buyers, Duration rush, SplittableRandom random) {
        List<Press> presses = new ArrayList<>();
        for (int buyer = 0; buyer < buyers; buyer++) {
            int times = random.nextInt(4) > 0 ? 1 : random.nextInt(2, 4);
            for (int i = 0; i < times; i++) {
                presses.add(new Press(Order.by(phone(buyer)), between(rush, random)));
            }
        }
        presses.sort(Comparator.comparing(Press::after));
        return presses;
    }

    private static Duration between(Duration most, SplittableRandom random) {
        return Duration.ofNanos(random.nextLong(most.toNanos()));
    }

    private static Phone phone(int buyer) {
        return new Phone(Long.toString(13_800_000_000L + buyer));
    }
}
