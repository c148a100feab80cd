package org.seckill.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What a run is to be, all of it drawn from its seed.
 *
 * @param openings of the sales, since the beginning
 * @param stock of each sale
 * @param buyers of each sale; more than the stock
 * @param restock of one of the sales, of some runs
 * @param random that goes on where the schedule ends: who comes when
 */
record Schedule(
        List<Duration> openings, int stock, int buyers, List<Blow> blows, Optional<Restock> restock, Random random) {
    /** Of a desk. */
    static final int NODES = 2;

    /** In which buyers log in. */
    private static final int BEFORE_MILLIS = 1500;

    private static final int MOST_BLOWS = 5;

    private static final int ONE_IN_RESTOCKED = 4;

    /** When a fault begins: from a moment before an opening until most of that sale is sold. */
    private static final int BEFORE_OPENING_MILLIS = 400;

    private static final int AFTER_OPENING_MILLIS = 1000;

    /** Of so many seeds in a row as there are faults, each begins with another one. */
    static Schedule draw(long seed) {
        Random random = new Random(seed);
        List<Duration> openings = openings(random);
        int stock = 150 + random.nextInt(251);
        int buyers = (int) (stock * (1.5 + random.nextDouble() / 2));
        int size = 2 + random.nextInt(MOST_BLOWS - 1);
        List<Blow> blows = new ArrayList<>();
        blows.add(blow(Fault.ALL.get(Math.floorMod(seed, Fault.ALL.size())), openings, random));
        while (blows.size() < size) {
            Blow next = blow(any(random), openings, random);
            if (blows.stream().noneMatch(next::isAtTheSamePlace)) {
                blows.add(next);
            }
        }
        return new Schedule(openings, stock, buyers, blows, restock(openings, stock, random), random);
    }

    /** So that not all clocks agree on when a sale is open. */
    boolean setsClocks() {
        return blows.stream().anyMatch(blow -> !blow.jump().isZero());
    }

    private static List<Duration> openings(Random random) {
        List<Duration> openings = new ArrayList<>();
        Duration next = Duration.ofMillis(BEFORE_MILLIS);
        int sales = 2 + random.nextInt(2);
        while (openings.size() < sales) {
            openings.add(next);
            next = next.plusMillis(1000 + random.nextInt(1501));
        }
        return openings;
    }

    // Of processes there are fewer faults, and a part that dies or refuses is what happens.
    private static Fault any(Random random) {
        boolean isProcess = random.nextBoolean();
        List<Fault> some = Fault.ALL.stream()
                .filter(fault -> fault.place().isProcess() == isProcess)
                .toList();
        return some.get(random.nextInt(some.size()));
    }

    private static Optional<Restock> restock(List<Duration> openings, int stock, Random random) {
        if (random.nextInt(ONE_IN_RESTOCKED) > 0) {
            return Optional.empty();
        }
        int sale = random.nextInt(openings.size());
        Duration after = openings.get(sale).plusMillis(random.nextInt(AFTER_OPENING_MILLIS));
        return Optional.of(new Restock(sale, after, 1 + random.nextInt(stock / 5)));
    }

    private static Blow blow(Fault fault, List<Duration> openings, Random random) {
        Duration opening = openings.get(random.nextInt(openings.size()));
        Duration after = opening.minusMillis(BEFORE_OPENING_MILLIS)
                .plusMillis(random.nextInt(BEFORE_OPENING_MILLIS + AFTER_OPENING_MILLIS));
        int node = random.nextInt(NODES);
        return new Blow(
                fault,
                fault.place().isOfOneNode() ? node : 0,
                after,
                fault.kind().draw(random),
                fault.kind().drawJump(random));
    }
}
