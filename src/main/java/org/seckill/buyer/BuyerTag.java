package org.seckill.buyer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.seckill.buyer.Secret.Seal;
import org.springframework.stereotype.Component;

/**
 * Makes and checks buyer tags. A tag identifies a buyer without revealing the phone number: 32 hex digits of an HMAC
 * under the deployment's secret. A page sends the tag of its buyer with each request, because all tabs of a browser
 * share the cookie, which may belong to another buyer by then. Thread-safe.
 */
@Component
final class BuyerTag {
    static final String HEADER = "Seckill-Buyer";

    private static final int BYTES = 16;

    /** The first one makes tags; tags of each one are accepted. */
    private final List<Seal> seals;

    BuyerTag(Secret secret) {
        this.seals = secret.seals("buyerTag", "HmacSHA256");
    }

    String of(Phone buyer) {
        return of(seals.get(0), buyer);
    }

    boolean isOf(Phone buyer, String tag) {
        byte[] given = tag.getBytes(US_ASCII);
        return seals.stream()
                .anyMatch(seal -> MessageDigest.isEqual(of(seal, buyer).getBytes(US_ASCII), given));
    }

    private static String of(Seal seal, Phone buyer) {
        return HexFormat.of().formatHex(seal.of(buyer.digits()), 0, BYTES);
    }
}
