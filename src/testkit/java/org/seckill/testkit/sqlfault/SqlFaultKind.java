package org.seckill.testkit.sqlfault;

/** How a connection breaks. */
enum SqlFaultKind {
    /** Connections are refused for a time. */
    REFUSE,
    /** Both ends are closed. */
    CUT,
    /** Both ends are reset. */
    RESET,
    /** Half-open: this direction passes nothing more, not even an end; the other one continues. */
    SILENCE,
    /** A delay within the time-out of the reader. */
    PAUSE,
    /** A delay beyond the time-out of the reader, perhaps beyond the deadline of the order. */
    LATE,
    /** Some bytes arrive one by one. */
    TRICKLE
}
