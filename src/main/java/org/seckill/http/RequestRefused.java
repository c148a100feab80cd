package org.seckill.http;

/** The request is refused. The message is part of the answer: it must not contain anything secret. */
public abstract class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ErrorReply refusal;

    /** @param status an HTTP status from 400 to 499 */
    protected RequestRefused(int status, String reason) {
        this(ErrorReply.of(status, reason));
    }

    protected RequestRefused(ErrorReply refusal) {
        // No stack trace: a refusal is an expected answer and must be cheap.
        super(refusal.reason(), null, false, false);
        this.refusal = refusal;
    }

    public final ErrorReply refusal() {
        return refusal;
    }
}
