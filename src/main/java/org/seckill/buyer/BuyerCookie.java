package org.seckill.buyer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes and reads the value of the cookie {@code killPhone}: {@code phone.issuedAt.signature}, where {@code issuedAt}
 * is in milliseconds since the epoch and the signature is an HMAC-SHA256. It identifies the buyer, so nodes keep no
 * sessions. Thread-safe.
 */
@Component
final class BuyerCookie {
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

    BuyerCookie(Secret secret, Clock clock) {
        this.seals = secret.seals("killPhone", "HmacSHA256");
        this.clock = clock;
    }

    String issue(Phone phone) {
        String claim = phone.digits() + '.' + clock.millis();
        return claim + '.' + sign(seals.get(0), claim);
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
}
