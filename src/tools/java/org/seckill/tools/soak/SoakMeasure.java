package org.seckill.tools.soak;

/** What has to be flat, and how much it may have gained by the end for all that. */
enum SoakMeasure {
    HEAP("heap after a full collection", "MB", 6),
    METASPACE("metaspace", "MB", 4),
    RESIDENT("resident memory", "MB", 40),
    THREADS("threads", "", 8),
    FILES("file handles", "", 12),
    CPU("processor time", "% of a core", 8),
    SERIES("series in /metrics", "", 12),
    DATABASE_CONNECTIONS("connections to the database", "", 4),
    REDIS_CONNECTIONS("connections to Redis", "", 4),
    REDIS_KEYS("keys in Redis", "", 8),
    ETERNAL_KEYS("keys without a lifetime", "", 0.5),
    REDIS_MEMORY("memory of Redis", "MB", 2),
    SURPLUS_ROWS("purchases beyond units sold", "rows", 0.5),
    OTHER_ROWS("rows of other tables, but sales", "rows", 0.5);

    private final String title;
    private final String unit;
    private final double bound;

    SoakMeasure(String title, String unit, double bound) {
        this.title = title;
        this.unit = unit;
        this.bound = bound;
    }

    String title() {
        return title;
    }

    /** Empty where it is a number of things. */
    String unit() {
        return unit;
    }

    /** How much more at the end than after warming up still counts as flat, in the unit. */
    double bound() {
        return bound;
    }
}
