package org.seckill.buyer;

import org.seckill.http.ErrorReply;
import org.seckill.http.RequestRefused;

/** The page acts for one buyer, and the cookie is another's: somebody else has logged in meanwhile, in another tab. */
final class AnotherBuyer extends RequestRefused {
    private static final long serialVersionUID = 1;

    private static final ErrorReply CHANGED = ErrorReply.of(409, "another buyer is logged in");

    AnotherBuyer() {
        super(CHANGED);
    }
}
