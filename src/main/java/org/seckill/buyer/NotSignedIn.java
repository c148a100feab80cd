package org.seckill.buyer;

import org.seckill.web.RequestRefused;

/** Only a buyer who is logged in may do this. */
final class NotSignedIn extends RequestRefused {
    private static final long serialVersionUID = 1;

    NotSignedIn() {
        super(401, "log in first");
    }
}
