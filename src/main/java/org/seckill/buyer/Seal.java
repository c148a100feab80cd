package org.seckill.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** Computes message authentication codes under one key. Thread-safe. */
public final class Seal {
    /** Only cloned, never used: a clone has the key set up already, which is most of the work for a short text. */
    private final Mac prototype;

    /** @throws IllegalStateException if this Java does not have the key's algorithm */
    Seal(SecretKey key) {
        try {
            prototype = Mac.getInstance(key.getAlgorithm());
            prototype.init(key);
            prototype.update(new byte[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + key.getAlgorithm(), e);
        }
    }

    public byte[] of(String text) {
        try {
            return ((Mac) prototype.clone()).doFinal(text.getBytes(UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the provider of " + prototype.getAlgorithm() + " cannot clone it", e);
        }
    }
}
