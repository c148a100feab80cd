package org.seckill.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which connections and which calls break, and how: all of it from one seed. It ends, so that what breaks is
 * whole again in time. Safe for use by any number of threads.
 */
final class Plan {
    private static final int MOST_CONNECTIONS = 2;
    private static final int MOST_CALLS = 4;

    private static final int STORM = 40;

    static final Plan NOTHING = new Plan(List.of(), List.of());

    private final List<Optional<Strike>> connections;
    private final List<Optional<Strike>> calls;
    private final AtomicInteger connection = new AtomicInteger();
    private final AtomicInteger call = new AtomicInteger();

    private Plan(List<Optional<Strike>> connections, List<Optional<Strike>> calls) {
        this.connections = connections;
        this.calls = calls;
    }

    /** Of so many seeds in a row as there are faults, each begins with another one. */
    static Plan drawn(long seed, Pauses pauses) {
        SplittableRandom random = new SplittableRandom(seed);
        Strike first = Strike.draw(Fault.ALL.get(Math.floorMod(seed, Fault.ALL.size())), random, pauses);
        List<Optional<Strike>> connections = some(MOST_CONNECTIONS, false, random, pauses);
        List<Optional<Strike>> calls = some(MOST_CALLS, true, random, pauses);
        boolean inACall = first.place().isInACall();
        switch (random.nextInt(8)) {
            case 0 -> calls.addAll(some(STORM, true, random, pauses));
            case 1, 2 -> repeat(first, STORM, inACall ? calls : connections, random, pauses);
            default -> {
                // A few are as many as a database breaks on most days.
            }
        }
        // The other list begins with nothing: the first strike is to be reached whatever comes later.
        connections.add(0, inACall ? Optional.empty() : Optional.of(first));
        calls.add(0, inACall ? Optional.of(first) : Optional.empty());
        return new Plan(connections, calls);
    }

    boolean beginsWithAConnection() {
        return !connections.isEmpty() && connections.get(0).isPresent();
    }

    /** @return what breaks in the next connection before its first call, if anything does */
    Optional<Strike> nextConnection() {
        return next(connections, connection);
    }

    Optional<Strike> nextCall() {
        return next(calls, call);
    }

    private static List<Optional<Strike>> some(int most, boolean inACall, SplittableRandom random, Pauses pauses) {
        List<Optional<Strike>> strikes = new ArrayList<>();
        int size = random.nextInt(most + 1);
        while (strikes.size() < size) {
            Strike drawn = Strike.draw(Fault.ALL.get(random.nextInt(Fault.ALL.size())), random, pauses);
            if (drawn.place().isInACall() == inACall) {
                strikes.add(random.nextInt(3) > 0 ? Optional.of(drawn) : Optional.empty());
            }
        }
        return strikes;
    }

    private static void repeat(
            Strike strike, int times, List<Optional<Strike>> strikes, SplittableRandom random, Pauses pauses) {
        for (int i = 0; i < times; i++) {
            strikes.add(0, Optional.of(Strike.draw(strike.fault(), random, pauses)));
        }
    }

    private static Optional<Strike> next(List<Optional<Strike>> strikes, AtomicInteger turn) {
        int mine = turn.getAndIncrement();
        return mine < strikes.size() ? strikes.get(mine) : Optional.empty();
    }
}
