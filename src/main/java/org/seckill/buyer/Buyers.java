package org.seckill.buyer;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
        Phone buyer = find(request);
        if (buyer == null) {
            throw new NotSignedIn();
        }
        return buyer;
    }

    Optional<Phone> of(HttpServletRequest request) {
        return Optional.ofNullable(find(request));
    }

    private @Nullable Phone find(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return null;
        }
        for (Cookie sent : cookies) {
            Phone buyer = sent.getName().equals(BuyerCookie.NAME)
                    ? cookie.read(sent.getValue()).orElse(null)
                    : null;
            if (buyer != null) {
                return buyer;
            }
        }
        return null;
    }
}
