package org.seckill.buyer;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
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
     * @throws org.seckill.web.RequestRefused with 401 when nobody is logged in, and with 409 when the request names the
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

    Optional<Phone> of(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie sent : cookies) {
            if (sent.getName().equals(BuyerCookie.NAME)) {
                Optional<Phone> buyer = cookie.read(sent.getValue());
                if (buyer.isPresent()) {
                    return buyer;
                }
            }
        }
        return Optional.empty();
    }
}
