package org.seckill.http;

/** A request that cannot be served as it stands. Its message is shown to whoever asked. */
public abstract class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ErrorReply refusal;

    /** @param status of HTTP, 400 to 499 */
    protected RequestRefused(int status, String reason) {
        this(ErrorReply.of(status, reason));
    }

    protected RequestRefused(ErrorReply refusal) {
        // No stack trace: this is an answer, and it must be cheap.
        super(refusal.reason(), null, false, false);
        this.refusal = refusal;
    }

    public final ErrorReply refusal() {
        return refusal;
    }
}
