package org.seckill.tools.campaign;

import java.time.Duration;
import java.util.Locale;

/**
 * Units that are added to a sale while it sells.
 *
 * @param sale which of the run's, from 0
 * @param after the beginning of the run
 */
record PlannedRestock(int sale, Duration after, int units) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "restock sale %d by %d %.1fs", sale + 1, units, after.toMillis() / 1000.0);
    }
}
