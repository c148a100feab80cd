package org.seckill.buyer;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Knows who sends a request, by its cookie. Safe for use by any number of threads. */
@Component
public final class Buyers {
    private final BuyerCookie cookie;

    Buyers(BuyerCookie cookie) {
        this.cookie = cookie;
    }

    /** @throws org.seckill.web.RequestRefused with 401 when nobody is logged in */
    public Phone require(HttpServletRequest request) {
        return of(request).orElseThrow(NotSignedIn::new);
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
