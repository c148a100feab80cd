package org.seckill.testkit.sqlfault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The faults of connections and calls, drawn from one seed. They are finite, so that the connections work again in time.
 * Thread-safe.
 */
final class SqlFaultPlan {
    private static final int MOST_CONNECTIONS = 2;
    private static final int MOST_CALLS = 4;

    private static final int STORM = 40;

    static final SqlFaultPlan NOTHING = new SqlFaultPlan(List.of(), List.of());

    private final List<Optional<PlannedSqlFault>> connections;
    private final List<Optional<PlannedSqlFault>> calls;
    private final AtomicInteger connection = new AtomicInteger();
    private final AtomicInteger call = new AtomicInteger();

    private SqlFaultPlan(List<Optional<PlannedSqlFault>> connections, List<Optional<PlannedSqlFault>> calls) {
        this.connections = connections;
        this.calls = calls;
    }

    /** Consecutive seeds begin with different faults, until all faults were the first one once. */
    static SqlFaultPlan drawn(long seed, SqlPauses pauses) {
        SplittableRandom random = new SplittableRandom(seed);
        PlannedSqlFault first =
                PlannedSqlFault.draw(SqlFault.ALL.get(Math.floorMod(seed, SqlFault.ALL.size())), random, pauses);
        List<Optional<PlannedSqlFault>> connections = some(MOST_CONNECTIONS, false, random, pauses);
        List<Optional<PlannedSqlFault>> calls = some(MOST_CALLS, true, random, pauses);
        boolean inACall = first.place().isInACall();
        switch (random.nextInt(8)) {
            case 0 -> calls.addAll(some(STORM, true, random, pauses));
            case 1, 2 -> repeat(first, STORM, inACall ? calls : connections, random, pauses);
            default -> {
                // The few faults that are drawn already.
            }
        }
        // The other list begins without a fault, so that the first fault is always reached.
        connections.add(0, inACall ? Optional.empty() : Optional.of(first));
        calls.add(0, inACall ? Optional.of(first) : Optional.empty());
        return new SqlFaultPlan(connections, calls);
    }

    boolean beginsWithAConnection() {
        return !connections.isEmpty() && connections.get(0).isPresent();
    }

    /** @return the fault of the next connection before its first call, if any */
    Optional<PlannedSqlFault> nextConnection() {
        return next(connections, connection);
    }

    Optional<PlannedSqlFault> nextCall() {
        return next(calls, call);
    }

    private static List<Optional<PlannedSqlFault>> some(
            int most, boolean inACall, SplittableRandom random, SqlPauses pauses) {
        List<Optional<PlannedSqlFault>> strikes = new ArrayList<>();
        int size = random.nextInt(most + 1);
        while (strikes.size() < size) {
            PlannedSqlFault drawn =
                    PlannedSqlFault.draw(SqlFault.ALL.get(random.nextInt(SqlFault.ALL.size())), random, pauses);
            if (drawn.place().isInACall() == inACall) {
                strikes.add(random.nextInt(3) > 0 ? Optional.of(drawn) : Optional.empty());
            }
        }
        return strikes;
    }

    private static void repeat(
            PlannedSqlFault strike,
            int times,
            List<Optional<PlannedSqlFault>> strikes,
            SplittableRandom random,
            SqlPauses pauses) {
        for (int i = 0; i < times; i++) {
            strikes.add(0, Optional.of(PlannedSqlFault.draw(strike.fault(), random, pauses)));
        }
    }

    private static Optional<PlannedSqlFault> next(List<Optional<PlannedSqlFault>> strikes, AtomicInteger turn) {
        int mine = turn.getAndIncrement();
        return mine < strikes.size() ? strikes.get(mine) : Optional.empty();
    }
}
