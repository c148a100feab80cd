package org.seckill.buyer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
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

    private static final Pattern FORM = Pattern.compile("([0-9]{4,15})\\.([0-9]{1,15})\\.([A-Za-z0-9_-]{43})");

    private final SecretKey key;
    private final Clock clock;

    BuyerCookie(Secret secret, Clock clock) {
        this.key = secret.key("killPhone", "HmacSHA256");
        this.clock = clock;
    }

    String issue(Phone phone) {
        String claim = phone.digits() + '.' + clock.millis();
        return claim + '.' + sign(claim);
    }

    /** @return nobody, when the value is malformed, forged or older than {@link #LIFETIME} */
    Optional<Phone> read(String value) {
        Matcher parts = FORM.matcher(value);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String claim = value.substring(0, parts.end(2));
        byte[] expected = sign(claim).getBytes(US_ASCII);
        boolean signed = MessageDigest.isEqual(expected, parts.group(3).getBytes(US_ASCII));
        boolean current = isCurrent(Instant.ofEpochMilli(Long.parseLong(parts.group(2))));
        return signed && current ? Optional.of(new Phone(parts.group(1))) : Optional.empty();
    }

    private boolean isCurrent(Instant issuedAt) {
        Instant now = clock.instant();
        return issuedAt.isBefore(now.plus(SKEW)) && now.isBefore(issuedAt.plus(LIFETIME));
    }

    private String sign(String claim) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Secret.mac(key, claim));
    }
}
