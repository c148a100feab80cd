package org.seckill.campaign;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault of a run.
 *
 * @param node which of the nodes it concerns; 0 where there is one for all
 * @param after the beginning of the run
 * @param lasting until it is being mended
 * @param jump by which a clock is set ahead; zero where none is
 */
record Blow(Fault fault, int node, Duration after, Duration lasting, Duration jump) {
    boolean isAtTheSamePlace(Blow other) {
        return fault.place() == other.fault.place() && node == other.node;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s %s%s%s %.1fs+%.1fs",
                fault.kind().words(),
                fault.place().words(),
                fault.place().isOfOneNode() ? " " + (node + 1) : "",
                jump.isZero()
                        ? ""
                        : String.format(Locale.ROOT, " by %.1fs", jump.abs().toMillis() / 1000.0),
                after.toMillis() / 1000.0,
                lasting.toMillis() / 1000.0);
    }
}
