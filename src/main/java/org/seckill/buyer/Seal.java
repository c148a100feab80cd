package org.seckill.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** Message authentication codes under one key. Safe for use by any number of threads. */
public final class Seal {
    /** Never used itself: a copy of it has taken the key in already, which is most of the work for a short text. */
    private final Mac primed;

    /** @throws IllegalStateException when this Java does not know the key's algorithm */
    Seal(SecretKey key) {
        try {
            primed = Mac.getInstance(key.getAlgorithm());
            primed.init(key);
            primed.update(new byte[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + key.getAlgorithm(), e);
        }
    }

    public byte[] of(String text) {
        try {
            return ((Mac) primed.clone()).doFinal(text.getBytes(UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the provider of " + primed.getAlgorithm() + " cannot copy it", e);
        }
    }
}
