package org.seckill.exposure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.seckill.buyer.Phone;
import org.seckill.buyer.Secret;
import org.seckill.buyer.Secret.Seal;
import org.seckill.sale.Sale;
import org.springframework.stereotype.Component;

/**
 * Makes and checks the unguessable part of the purchase address: an HMAC-MD5 (RFC 2104) of the sale, its window and the
 * buyer under the deployment's secret. It is invalid for another buyer, window or deployment. Thread-safe.
 */
@Component
public final class SaltedAddress {
    /** The first one makes addresses; addresses of each one are accepted. */
    private final List<Seal> seals;

    SaltedAddress(Secret secret) {
        this.seals = secret.seals("exposure", "HmacMD5");
    }

    /** @return 32 lower-case hex digits */
    String of(Sale sale, Phone buyer) {
        return of(seals.get(0), sale, buyer);
    }

    /** Compares in constant time. */
    public boolean isOf(Sale sale, Phone buyer, String md5) {
        byte[] given = md5.getBytes(US_ASCII);
        return seals.stream()
                .anyMatch(seal -> MessageDigest.isEqual(of(seal, sale, buyer).getBytes(US_ASCII), given));
    }

    private static String of(Seal seal, Sale sale, Phone buyer) {
        long start = sale.window().start().toEpochMilli();
        long end = sale.window().end().toEpochMilli();
        String claim = sale.id() + "|" + start + '|' + end + '|' + buyer.digits();
        return HexFormat.of().formatHex(seal.of(claim));
    }
}
