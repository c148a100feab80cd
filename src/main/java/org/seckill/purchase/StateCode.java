package org.seckill.purchase;

/** The state codes of the HTTP interface: those of the classic course application, with QUEUED and BUSY added. */
enum StateCode {
    QUEUED(2),
    SUCCESS(1),
    OVER(0),
    REPEAT(-1),
    SYSTEM_ERROR(-2),
    REWRITTEN(-3),
    BUSY(-4);

    private final int code;

    StateCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
