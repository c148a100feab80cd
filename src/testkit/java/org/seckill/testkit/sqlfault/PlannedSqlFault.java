package org.seckill.testkit.sqlfault;

import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One fault at one point.
 *
 * @param where from 0 to below 1: the packet, if several are at that place, and the byte in it
 * @param pause for the kinds that go on after it
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

    /** @return which of so many packets it falls into */
    int packet(int packets) {
        return (int) (where * packets);
    }

    /** @return which of so many bytes of its packet is the first that it keeps back */
    int offset(int packets, int bytes) {
        return (int) ((where * packets - packet(packets)) * bytes);
    }

    @Override
    public String toString() {
        String time = pause.isZero() ? "" : String.format(Locale.ROOT, " for %d ms", pause.toMillis());
        return String.format(Locale.ROOT, "%s at %.3f%s", fault, where, time);
    }
}
