package org.seckill.buyer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/**
 * A name for a buyer that says nothing of the phone number: 32 hex digits of an HMAC under the deployment's secret. A page
 * keeps it and sends it with every request that it makes for that buyer, because the cookie, which all tabs of a browser
 * share, may be another buyer's by then. Safe for use by any number of threads.
 */
@Component
final class BuyerTag {
    static final String HEADER = "Seckill-Buyer";

    private static final int BYTES = 16;

    private final Seal seal;

    BuyerTag(Secret secret) {
        this.seal = secret.seal("buyerTag", "HmacSHA256");
    }

    String of(Phone buyer) {
        return HexFormat.of().formatHex(seal.of(buyer.digits()), 0, BYTES);
    }

    boolean isOf(Phone buyer, String tag) {
        return MessageDigest.isEqual(of(buyer).getBytes(US_ASCII), tag.getBytes(US_ASCII));
    }
}
