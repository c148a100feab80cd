package org.seckill.bench;

import java.util.List;
import java.util.Map;

/**
 * What one round of a case gave.
 *
 * @param figures by their name, which ends in the unit
 * @param checked how many purchases were compared with the database
 * @param notes what a reader should know of it
 * @param faults what is wrong; nothing when all is right
 */
record Round(Map<String, Double> figures, long checked, List<String> notes, List<String> faults) {
    static final String RATE = "per second";
    static final String MEDIAN = "median ms";
    static final String P99 = "p99 ms";
    static final String RAW_MEDIAN = "raw call, median ms";

    /** Queued orders, from the first one until the last one's row is in the database. */
    static final String RECORDED = "recorded per second";

    /** Processor time per answer. */
    static final String NODE_CPU = "node us";

    static final String MYSQL_CPU = "MySQL us";
    static final String REDIS_CPU = "Redis us";
    static final String LOAD_CPU = "wrk us";

    /** The same, as one that is checked and not measured. */
    Round withoutFigures() {
        return new Round(Map.of(), checked, notes, faults);
    }

    double rate() {
        return figures.getOrDefault(RATE, 0.0);
    }
}
