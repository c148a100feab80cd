package org.seckill.web;

/** A request that cannot be served as it stands. Its message is shown to whoever asked. */
public abstract class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /** @param status of HTTP, 400 to 499 */
    protected RequestRefused(int status, String reason) {
        // No stack trace: this is an answer, and it must be cheap.
        super(reason, null, false, false);
        this.status = status;
    }

    public final int status() {
        return status;
    }
}
