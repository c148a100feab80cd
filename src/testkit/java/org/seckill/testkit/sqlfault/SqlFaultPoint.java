package org.seckill.testkit.sqlfault;

/** The points of a connection to the database at which a fault can occur, in the order of the protocol. */
enum SqlFaultPoint {
    /** The proxy has accepted the connection and not yet connected to the server. */
    CONNECT,
    /** In the first packet of the server. */
    GREETING,
    /** In the driver's answer to the greeting. */
    LOGIN,
    /** In the server's answer to the login. */
    WELCOME,
    /** In a statement of the driver or of the pool. */
    SETTING,
    SETTING_ANSWER,

    CALL_UNSENT,
    CALL_HEADER,
    CALL_ORDERS,
    CALL_BUT_FOR_A_BYTE,
    /** After the last byte. */
    CALL_SENT,

    ANSWER_UNSENT,
    ANSWER_COLUMNS,
    ANSWER_ROWS,
    /** In the packet at the end of the rows or of the call. */
    ANSWER_END,
    /** After the last byte. */
    ANSWER_SENT;

    boolean isInACall() {
        return compareTo(CALL_UNSENT) >= 0;
    }

    /** Whether a fault of this kind can occur at this point. */
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
