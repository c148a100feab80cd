package org.seckill.testkit.sqlfault;

import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A fault with its exact position.
 *
 * @param where from 0 to below 1: selects the packet, if there are several at that point, and the byte in it
 * @param pause for the kinds that continue afterwards
 */
record PlannedSqlFault(SqlFault fault, double where, Duration pause) {
    static PlannedSqlFault draw(SqlFault fault, SplittableRandom random, SqlPauses pauses) {
        return new PlannedSqlFault(fault, random.nextDouble(), pauses.draw(fault.kind(), random));
    }

    SqlFaultPoint place() {
        return fault.place();
    }

    SqlFaultKind kind() {
        return fault.kind();
    }

    /** @return the index of the packet, out of {@code packets} */
    int packet(int packets) {
        return (int) (where * packets);
    }

    /** @return the index of the first byte of the packet that is held */
    int offset(int packets, int bytes) {
        return (int) ((where * packets - packet(packets)) * bytes);
    }

    @Override
    public String toString() {
        String time = pause.isZero() ? "" : String.format(Locale.ROOT, " for %d ms", pause.toMillis());
        return String.format(Locale.ROOT, "%s at %.3f%s", fault, where, time);
    }
}
