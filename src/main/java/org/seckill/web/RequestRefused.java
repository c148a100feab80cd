package org.seckill.web;

/** A request that cannot be served as it stands. Its message is shown to whoever asked. */
public abstract class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    /** @param status of HTTP, 400 to 499 */
    protected RequestRefused(int status, String reason) {
        this(Refusal.of(status, reason));
    }

    protected RequestRefused(Refusal refusal) {
        // No stack trace: this is an answer, and it must be cheap.
        super(refusal.reason(), null, false, false);
        this.refusal = refusal;
    }

    final Refusal refusal() {
        return refusal;
    }
}
