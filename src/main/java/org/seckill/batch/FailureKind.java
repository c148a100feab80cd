package org.seckill.batch;

/** What a failed call did to its orders. */
public enum FailureKind {
    /** The call did not reach the engine or was rolled back: it may be repeated unchanged. */
    REJECTED,
    /** An order of the call is invalid; nothing is recorded. */
    BROKEN,
    /** The call exceeds the packet size: nothing is recorded, and a call with fewer orders may fit. */
    OVERSIZED,
    /** The call may be committed: only a repetition with the same tickets tells. */
    UNKNOWN
}
