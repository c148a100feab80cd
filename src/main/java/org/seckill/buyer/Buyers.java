package org.seckill.buyer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.seckill.buyer.Secret.Seal;
import org.seckill.http.Call;
import org.seckill.http.Cookies;
import org.seckill.http.Cookies.Cookie;
import org.seckill.http.ErrorReply;
import org.seckill.http.RequestRefused;
import org.springframework.stereotype.Component;

/**
 * Signs buyers in and finds the buyer of a request, by the cookie {@code killPhone}. Its value is
 * {@code phone.issuedAt.signature}, where {@code issuedAt} is in milliseconds since the epoch and the signature is an
 * HMAC-SHA256. It identifies the buyer, so nodes keep no sessions. Thread-safe.
 */
@Component
public final class Buyers {
    static final String NAME = "killPhone";
    static final Duration LIFETIME = Duration.ofDays(7);

    /** The largest difference between the clocks of two nodes. */
    private static final Duration MAX_CLOCK_OFFSET = Duration.ofMinutes(1);

    /** The most characters of phone, dot and time. */
    private static final int MAX_CLAIM_LENGTH = 31;

    /** 256 bits in base64, without padding. */
    private static final int SIGNATURE_LENGTH = 43;

    /** The first one signs; signatures of each one are accepted. */
    private final List<Seal> seals;

    private final Clock clock;
    private final BuyerTag tag;

    Buyers(Secret secret, BuyerTag tag, Clock clock) {
        this.seals = secret.seals("killPhone", "HmacSHA256");
        this.tag = tag;
        this.clock = clock;
    }

    /** Returns the value of a buyer's cookie. */
    String issue(Phone phone) {
        String claim = phone.digits() + '.' + clock.millis();
        return claim + '.' + sign(seals.get(0), claim);
    }

    /**
     * Returns the logged-in buyer.
     *
     * @throws RequestRefused with 401 if no buyer is logged in; with 409 if the request has the tag of another buyer
     */
    public Phone require(Call call) {
        Phone buyer = of(call).orElseThrow(NotSignedIn::new);
        String named = call.header(BuyerTag.HEADER);
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
    Optional<Phone> of(Call call) {
        List<Cookie> sent = Cookies.named(call, NAME);
        if (sent.size() > 1) {
            throw new SeveralCookies();
        }
        return sent.stream()
                .filter(cookie -> cookie.name().equals(NAME))
                .findFirst()
                .flatMap(cookie -> read(cookie.value()));
    }

    /** @return empty if the value is malformed, forged or older than {@link #LIFETIME} */
    Optional<Phone> read(String value) {
        int end = value.lastIndexOf('.');
        if (end < 0 || end > MAX_CLAIM_LENGTH || value.length() - end - 1 != SIGNATURE_LENGTH) {
            return Optional.empty();
        }
        String claim = value.substring(0, end);
        byte[] signature = value.substring(end + 1).getBytes(US_ASCII);
        if (seals.stream().noneMatch(seal -> isSignedBy(seal, claim, signature))) {
            return Optional.empty();
        }
        // The signature is valid, so the claim is well-formed.
        int middle = claim.indexOf('.');
        boolean current = isCurrent(Instant.ofEpochMilli(Long.parseLong(claim.substring(middle + 1))));
        return current ? Optional.of(new Phone(claim.substring(0, middle))) : Optional.empty();
    }

    private boolean isCurrent(Instant issuedAt) {
        Instant now = clock.instant();
        return issuedAt.isBefore(now.plus(MAX_CLOCK_OFFSET)) && now.isBefore(issuedAt.plus(LIFETIME));
    }

    /** Compares in constant time. */
    private static boolean isSignedBy(Seal seal, String claim, byte[] signature) {
        return MessageDigest.isEqual(sign(seal, claim).getBytes(US_ASCII), signature);
    }

    private static String sign(Seal seal, String claim) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(seal.of(claim));
    }

    private static final class SeveralCookies extends RequestRefused {
        private static final long serialVersionUID = 1;
        private static final ErrorReply REFUSAL = ErrorReply.of(400, "several cookies are named " + NAME);

        SeveralCookies() {
            super(REFUSAL);
        }
    }
}
