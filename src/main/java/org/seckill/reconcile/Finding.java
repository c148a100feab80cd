package org.seckill.reconcile;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The result of comparing a sale's stock in Redis with the database.
 *
 * @param load why the stock had to be loaded
 * @param units missing in the stock; negative if it has too many
 * @param unannounced entries whose buyers Redis does not know
 * @param stock units in Redis before a repair
 * @param waiting entries in the stream
 */
public record Finding(Load load, long units, int unannounced, long stock, long waiting) {
    /** Why the stock had to be loaded. */
    enum Load {
        /** It was loaded already. */
        NONE,
        /** It had never been loaded. */
        FIRST,
        /** It had an older epoch than the sale. */
        RESTOCKED,
        /** It had a later epoch than the sale: the database may be an older backup. */
        OUTDATED,
        /** It had been loaded, and Redis lost it. */
        LOST;

        /** Whether Redis may not know the holders of earlier purchases. */
        boolean isAnew() {
            return this == FIRST || this == LOST;
        }

        /** The cause in metrics and log lines. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isNothing() {
        return load == Load.NONE && units == 0 && unannounced == 0;
    }

    /** The same stock without a difference. */
    Finding none() {
        return new Finding(Load.NONE, 0, 0, stock, waiting);
    }

    /** The differences by kind, in units or entries. */
    public Map<Drift, Long> drift() {
        Map<Drift, Long> drift = new EnumMap<>(Drift.class);
        if (load == Load.NONE && units != 0) {
            drift.put(Drift.STOCK, units);
        }
        if (load == Load.OUTDATED) {
            drift.put(Drift.EPOCH, 1L);
        }
        if (load == Load.LOST) {
            drift.put(Drift.LOST, units);
        }
        if (unannounced > 0) {
            drift.put(Drift.UNANNOUNCED, (long) unannounced);
        }
        return drift;
    }
}
