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
 * The value of the cookie {@code killPhone}: {@code phone.issuedAt.signature}, issued in milliseconds since
 * the epoch, signed with HMAC-SHA256. It says who the buyer is, so no node keeps a session.
 */
@Component
final class BuyerCookie {
    static final String NAME = "killPhone";
    static final Duration LIFETIME = Duration.ofDays(7);

    /** How far the clocks of two nodes may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** Phone, point and time; nothing longer is signed by us. */
    private static final int LONGEST_CLAIM = 31;

    /** 256 bits in base64, without padding. */
    private static final int SIGNATURE = 43;

    /** The first one signs, each is accepted. */
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

    /** @return nobody, when the value is malformed, forged or older than {@link #LIFETIME} */
    Optional<Phone> read(String value) {
        int end = value.lastIndexOf('.');
        if (end < 0 || end > LONGEST_CLAIM || value.length() - end - 1 != SIGNATURE) {
            return Optional.empty();
        }
        String claim = value.substring(0, end);
        byte[] signature = value.substring(end + 1).getBytes(US_ASCII);
        if (seals.stream().noneMatch(seal -> isSignedBy(seal, claim, signature))) {
            return Optional.empty();
        }
        // Ours, so it has the form that we gave it.
        int middle = claim.indexOf('.');
        boolean current = isCurrent(Instant.ofEpochMilli(Long.parseLong(claim.substring(middle + 1))));
        return current ? Optional.of(new Phone(claim.substring(0, middle))) : Optional.empty();
    }

    private boolean isCurrent(Instant issuedAt) {
        Instant now = clock.instant();
        return issuedAt.isBefore(now.plus(SKEW)) && now.isBefore(issuedAt.plus(LIFETIME));
    }

    /** Takes the same time wherever the two differ. */
    private static boolean isSignedBy(Seal seal, String claim, byte[] signature) {
        return MessageDigest.isEqual(sign(seal, claim).getBytes(US_ASCII), signature);
    }

    private static String sign(Seal seal, String claim) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(seal.of(claim));
    }
}
