package org.seckill.http;

/** The shop cannot do this now, and knows so without trying: 503, and when to come back. */
public final class ServiceBusy extends RequestRefused {
    private static final long serialVersionUID = 1;

    public ServiceBusy() {
        super(ErrorReply.BUSY);
    }
}
