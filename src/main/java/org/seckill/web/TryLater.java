package org.seckill.web;

/** The shop cannot do this now, and knows so without trying: 503, and when to come back. */
public final class TryLater extends RequestRefused {
    private static final long serialVersionUID = 1;

    public TryLater() {
        super(Refusal.BUSY);
    }
}
