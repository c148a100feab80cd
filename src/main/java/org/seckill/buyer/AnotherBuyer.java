package org.seckill.buyer;

import org.seckill.http.ErrorReply;
import org.seckill.http.RequestRefused;

/** The request is for another buyer than the cookie's: in another tab, another buyer has logged in. */
final class AnotherBuyer extends RequestRefused {
    private static final long serialVersionUID = 1;

    private static final ErrorReply CHANGED = ErrorReply.of(409, "another buyer is logged in");

    AnotherBuyer() {
        super(CHANGED);
    }
}
