package org.seckill.testkit.sqlfault;

/** Where in the talk with the database a connection breaks, in the order of the talk. */
enum SqlFaultPoint {
    /** Accepted, and not passed on yet. */
    CONNECT,
    /** In the server's first packet. */
    GREETING,
    /** In the driver's answer to it. */
    LOGIN,
    /** In what the server says to the login. */
    WELCOME,
    /** In a statement of the driver's or the pool's own. */
    SETTING,
    SETTING_ANSWER,

    CALL_UNSENT,
    CALL_HEADER,
    CALL_ORDERS,
    CALL_BUT_FOR_A_BYTE,
    /** All of it has passed, and nothing does after it. */
    CALL_SENT,

    ANSWER_UNSENT,
    ANSWER_COLUMNS,
    ANSWER_ROWS,
    /** In the packet that ends the rows, or in the one that ends the call. */
    ANSWER_END,
    /** All of it has passed, and nothing does after it. */
    ANSWER_SENT;

    boolean isInACall() {
        return compareTo(CALL_UNSENT) >= 0;
    }

    /** Whether a connection can break so at this place. */
    boolean allows(SqlFaultKind kind) {
        return switch (kind) {
            case REFUSE -> this == CONNECT;
            case TRICKLE -> this != CONNECT && !isAfterwards();
            case PAUSE, LATE -> !isAfterwards();
            case CUT, RESET, SILENCE -> true;
        };
    }

    private boolean isAfterwards() {
        return this == CALL_SENT || this == ANSWER_SENT;
    }
}
