package org.seckill.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    /** @param algorithm of {@link javax.crypto.Mac} */
    public Seal seal(String purpose, String algorithm) {
        Seal master = new Seal(new SecretKeySpec(secret, "HmacSHA256"));
        return new Seal(new SecretKeySpec(master.of(purpose + '\u0001'), algorithm));
    }
}
