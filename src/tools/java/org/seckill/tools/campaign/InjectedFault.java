package org.seckill.tools.campaign;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault of a run.
 *
 * @param node which of the nodes it concerns; 0 where there is one for all
 * @param after the beginning of the run
 * @param lasting until it is being mended
 */
record InjectedFault(CampaignFault fault, int node, Duration after, Duration lasting) {
    boolean isAtTheSamePlace(InjectedFault other) {
        return fault.place() == other.fault.place() && node == other.node;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s %s%s %.1fs+%.1fs",
                fault.kind().words(),
                fault.place().words(),
                fault.place().isOfOneNode() ? " " + (node + 1) : "",
                after.toMillis() / 1000.0,
                lasting.toMillis() / 1000.0);
    }
}
