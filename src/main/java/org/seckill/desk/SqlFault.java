package org.seckill.desk;

/** What a failed call says of its order. */
enum SqlFault {
    /** It never reached the database, or was rolled back there: it may be sent again as it is. */
    REJECTED,
    /** The database refused it for good; nothing is recorded. */
    BROKEN,
    /** It may be committed or not: only asking with the same ticket tells. */
    UNKNOWN
}
