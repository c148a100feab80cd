package org.seckill.reconcile;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a look at a sale's stock in Redis found.
 *
 * @param units that were too few; negative: too many
 * @param unannounced entries whose buyers nobody remembered
 * @param stock as it was found
 * @param waiting entries in the stream
 */
public record Finding(Load load, long units, int unannounced, long stock, long waiting) {
    /** Why the stock had to be loaded. */
    enum Load {
        /** It was there. */
        NONE,
        /** Nobody had loaded it yet. */
        FIRST,
        /** It was of another epoch than the sale. */
        RESTOCKED,
        /** It was of a later epoch than the sale: the database is older than it was. */
        OUTDATED,
        /** It had been there, and was gone. */
        LOST;

        /** Whether those who bought before may not be known in Redis. */
        boolean isAnew() {
            return this == FIRST || this == LOST;
        }

        /** As metrics and log lines have it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isNothing() {
        return load == Load.NONE && units == 0 && unannounced == 0;
    }

    /** The same sale, with nothing found. */
    Finding none() {
        return new Finding(Load.NONE, 0, 0, stock, waiting);
    }

    /** What was wrong, and by how many units or entries. */
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
