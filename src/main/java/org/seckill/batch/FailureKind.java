package org.seckill.batch;

/** What a failed call says of its order. */
public enum FailureKind {
    /** It never reached the engine, or was rolled back there: it may be sent again as it is. */
    REJECTED,
    /** The engine refused it for good; nothing is recorded. */
    BROKEN,
    /** The call is larger than one packet may be: nothing was carried out, and fewer orders may pass. */
    OVERSIZED,
    /** It may be carried out or not: only asking with the same ticket tells. */
    UNKNOWN
}
