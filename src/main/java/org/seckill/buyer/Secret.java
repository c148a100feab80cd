package org.seckill.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The deployment's secret. Each purpose gets a key of its own, so that what one leaks tells nothing about
 * another (the expand step of RFC 5869, one block).
 */
public final class Secret {
    /** In characters. 32 hex digits are 128 bits. */
    public static final int SHORTEST = 32;

    private final byte[] secret;

    /** @throws IllegalArgumentException when it is shorter than {@link #SHORTEST} */
    public Secret(String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException("a secret has at least " + SHORTEST + " characters");
        }
        this.secret = secret.getBytes(UTF_8);
    }

    /** @param algorithm of {@link Mac}, for which the key is meant */
    public SecretKey key(String purpose, String algorithm) {
        SecretKey master = new SecretKeySpec(secret, "HmacSHA256");
        return new SecretKeySpec(mac(master, purpose + '\u0001'), algorithm);
    }

    /** The code of a text under a key, by the key's own algorithm. */
    public static byte[] mac(SecretKey key, String text) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + key.getAlgorithm(), e);
        }
    }
}
