package org.seckill.buyer;

import org.seckill.http.ErrorReply;
import org.seckill.http.RequestRefused;

/** Only a buyer who is logged in may do this. */
final class NotSignedIn extends RequestRefused {
    private static final long serialVersionUID = 1;

    /** The same for everybody: who presses without a login costs next to nothing. */
    private static final ErrorReply LOG_IN = ErrorReply.of(401, "log in first");

    NotSignedIn() {
        super(LOG_IN);
    }
}
