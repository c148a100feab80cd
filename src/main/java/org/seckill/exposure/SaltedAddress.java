package org.seckill.exposure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import org.seckill.buyer.Phone;
import org.seckill.buyer.Secret;
import org.seckill.sale.Seckill;
import org.springframework.stereotype.Component;

/**
 * The part of the purchase address that nobody can guess: HMAC-MD5 (RFC 2104) under the deployment's
 * secret, over the sale, its window and the buyer. It is worth nothing to another buyer, for another
 * window, or on another deployment. Safe for use by any number of threads.
 */
@Component
public final class SaltedAddress {
    private final SecretKey salt;

    SaltedAddress(Secret secret) {
        this.salt = secret.key("exposure", "HmacMD5");
    }

    /** @return 32 lower-case hex digits */
    String of(Seckill sale, Phone buyer) {
        String claim = "%d|%d|%d|%s"
                .formatted(
                        sale.id(),
                        sale.window().start().toEpochMilli(),
                        sale.window().end().toEpochMilli(),
                        buyer.digits());
        return HexFormat.of().formatHex(Secret.mac(salt, claim));
    }

    /** Takes the same time wherever the two differ. */
    public boolean isOf(Seckill sale, Phone buyer, String md5) {
        return MessageDigest.isEqual(of(sale, buyer).getBytes(US_ASCII), md5.getBytes(US_ASCII));
    }
}
