package org.seckill.buyer;

import org.seckill.http.ErrorReply;
import org.seckill.http.RequestRefused;

/** The request needs a login. */
final class NotSignedIn extends RequestRefused {
    private static final long serialVersionUID = 1;

    /** Made once, so that refusing a request without a login is cheap. */
    private static final ErrorReply LOG_IN = ErrorReply.of(401, "log in first");

    NotSignedIn() {
        super(LOG_IN);
    }
}
