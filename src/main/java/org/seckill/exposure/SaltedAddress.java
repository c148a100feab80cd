package org.seckill.exposure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.seckill.buyer.Phone;
import org.seckill.buyer.Seal;
import org.seckill.buyer.Secret;
import org.seckill.sale.Sale;
import org.springframework.stereotype.Component;

/**
 * The part of the purchase address that nobody can guess: HMAC-MD5 (RFC 2104) under the deployment's
 * secret, over the sale, its window and the buyer. It is worth nothing to another buyer, for another
 * window, or on another deployment. Safe for use by any number of threads.
 */
@Component
public final class SaltedAddress {
    /** The first one makes addresses, each is accepted. */
    private final List<Seal> salts;

    SaltedAddress(Secret secret) {
        this.salts = secret.seals("exposure", "HmacMD5");
    }

    /** @return 32 lower-case hex digits */
    String of(Sale sale, Phone buyer) {
        return of(salts.get(0), sale, buyer);
    }

    /** Takes the same time wherever the two differ. */
    public boolean isOf(Sale sale, Phone buyer, String md5) {
        byte[] given = md5.getBytes(US_ASCII);
        return salts.stream()
                .anyMatch(salt -> MessageDigest.isEqual(of(salt, sale, buyer).getBytes(US_ASCII), given));
    }

    private static String of(Seal salt, Sale sale, Phone buyer) {
        long start = sale.window().start().toEpochMilli();
        long end = sale.window().end().toEpochMilli();
        String claim = sale.id() + "|" + start + '|' + end + '|' + buyer.digits();
        return HexFormat.of().formatHex(salt.of(claim));
    }
}
