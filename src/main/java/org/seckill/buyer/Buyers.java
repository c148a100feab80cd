package org.seckill.buyer;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.seckill.http.ErrorReply;
import org.seckill.http.RequestRefused;
import org.springframework.stereotype.Component;

/** Reads the buyer of a request from its cookie. Thread-safe. */
@Component
public final class Buyers {
    private final BuyerCookie cookie;
    private final BuyerTag tag;

    Buyers(BuyerCookie cookie, BuyerTag tag) {
        this.cookie = cookie;
        this.tag = tag;
    }

    /**
     * Returns the logged-in buyer.
     *
     * @throws RequestRefused with 401 if no buyer is logged in; with 409 if the request has the tag of another buyer
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
     * Returns the logged-in buyer, or empty.
     *
     * @throws RequestRefused with 400 if several cookies have the name: a proxy that limits the requests of a buyer may
     *     have read another cookie than this method
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
