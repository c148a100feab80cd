package org.seckill.tools.measure;

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
public record Round(Map<String, Double> figures, long checked, List<String> notes, List<String> faults) {
    public static final String RATE = "per second";
    public static final String MEDIAN = "median ms";
    public static final String P99 = "p99 ms";
    public static final String RAW_MEDIAN = "raw call, median ms";

    /** Queued orders, from the first one until the last one's row is in the database. */
    public static final String RECORDED = "recorded per second";

    /** Processor time per answer. */
    public static final String NODE_CPU = "node us";

    public static final String MYSQL_CPU = "MySQL us";
    public static final String REDIS_CPU = "Redis us";
    public static final String LOAD_CPU = "wrk us";

    /** The same, as one that is checked and not measured. */
    public Round withoutFigures() {
        return new Round(Map.of(), checked, notes, faults);
    }

    public double rate() {
        return figures.getOrDefault(RATE, 0.0);
    }
}
