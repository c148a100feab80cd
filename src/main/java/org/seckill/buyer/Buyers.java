package org.seckill.buyer;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.seckill.http.ErrorReply;
import org.seckill.http.RequestRefused;
import org.springframework.stereotype.Component;

/** Knows who sends a request, by its cookie. Safe for use by any number of threads. */
@Component
public final class Buyers {
    private final BuyerCookie cookie;
    private final BuyerTag tag;

    Buyers(BuyerCookie cookie, BuyerTag tag) {
        this.cookie = cookie;
        this.tag = tag;
    }

    /**
     * @throws RequestRefused with 401 when nobody is logged in, and with 409 when the request names the
     *     buyer that it is made for, as the pages do, and another one is logged in
     */
    public Phone require(HttpServletRequest request) {
        Phone buyer = of(request).orElseThrow(NotSignedIn::new);
        String named = request.getHeader(BuyerTag.HEADER);
        if (named != null && !tag.isOf(buyer, named)) {
            throw new AnotherBuyer();
        }
        return buyer;
    }

    /**
     * @throws RequestRefused with 400 when several cookies have the buyer's name: a proxy that limits what a
     *     buyer may do could have counted another one than the one that is valid
     */
    Optional<Phone> of(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        Cookie found = null;
        for (Cookie sent : cookies) {
            if (sent.getName().equalsIgnoreCase(BuyerCookie.NAME)) {
                if (found != null) {
                    throw new SeveralCookies();
                }
                found = sent;
            }
        }
        return found == null || !found.getName().equals(BuyerCookie.NAME)
                ? Optional.empty()
                : cookie.read(found.getValue());
    }

    private static final class SeveralCookies extends RequestRefused {
        private static final long serialVersionUID = 1;
        private static final ErrorReply REFUSAL = ErrorReply.of(400, "several cookies are named " + BuyerCookie.NAME);

        SeveralCookies() {
            super(REFUSAL);
        }
    }
}
