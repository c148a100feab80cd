package org.seckill.buyer;

import org.seckill.web.Refusal;
import org.seckill.web.RequestRefused;

/** Only a buyer who is logged in may do this. */
final class NotSignedIn extends RequestRefused {
    private static final long serialVersionUID = 1;

    /** The same for everybody: who presses without a login costs next to nothing. */
    private static final Refusal LOG_IN = Refusal.of(401, "log in first");

    NotSignedIn() {
        super(LOG_IN);
    }
}
