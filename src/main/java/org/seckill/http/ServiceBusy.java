package org.seckill.http;

/** The request is refused without trying, because an engine is down or overloaded: 503 with {@code Retry-After}. */
public final class ServiceBusy extends RequestRefused {
    private static final long serialVersionUID = 1;

    public ServiceBusy() {
        super(ErrorReply.BUSY);
    }
}
