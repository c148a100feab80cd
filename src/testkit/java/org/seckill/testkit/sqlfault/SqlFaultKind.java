package org.seckill.testkit.sqlfault;

/** How a connection breaks. */
enum SqlFaultKind {
    /** Nobody listens for a while. */
    REFUSE,
    /** Both ends are closed. */
    CUT,
    /** Both ends are reset. */
    RESET,
    /** Half-open: this direction passes nothing on any more, not even an end, and the other one goes on. */
    SILENCE,
    /** Short enough for whoever waits. */
    PAUSE,
    /** It goes on when whoever waited has given up, perhaps even the order. */
    LATE,
    /** Byte by byte for a stretch. */
    TRICKLE
}
