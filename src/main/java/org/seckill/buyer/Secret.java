package org.seckill.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/**
 * The deployment's secret. Each purpose gets a key of its own, so that what one leaks tells nothing about
 * another (the expand step of RFC 5869, one block). While a secret is being replaced there are two: one signs, and what
 * either signed is accepted.
 */
public final class Secret {
    /** In characters. 32 hex digits are 128 bits. */
    public static final int SHORTEST = 32;

    /** In bytes. Enough to tell two secrets apart, and too few to test a guess without doubt. */
    private static final int FINGERPRINT = 8;

    /** The first one signs. */
    private final List<byte[]> secrets;

    /** @throws IllegalArgumentException when it is shorter than {@link #SHORTEST} */
    public Secret(String secret) {
        this(List.of(secret));
    }

    /**
     * @param accepted also accepted, never used to sign
     * @throws IllegalArgumentException when one is shorter than {@link #SHORTEST}
     */
    public Secret(String secret, String accepted) {
        this(List.of(secret, accepted));
    }

    private Secret(List<String> secrets) {
        if (secrets.stream().anyMatch(secret -> secret.length() < SHORTEST)) {
            throw new IllegalArgumentException("a secret has at least " + SHORTEST + " characters");
        }
        this.secrets = secrets.stream()
                .distinct()
                .map(secret -> secret.getBytes(UTF_8))
                .toList();
    }

    /**
     * The seals that are accepted for this purpose. The first one signs.
     *
     * @param algorithm of {@link javax.crypto.Mac}
     */
    public List<Seal> seals(String purpose, String algorithm) {
        return secrets.stream().map(secret -> seal(secret, purpose, algorithm)).toList();
    }

    /** Tell whether two nodes have the same secrets, in the order of {@link #seals}, and do not tell the secrets. */
    List<String> fingerprints() {
        return seals("fingerprint", "HmacSHA256").stream()
                .map(seal -> HexFormat.of().formatHex(seal.of("node"), 0, FINGERPRINT))
                .toList();
    }

    private static Seal seal(byte[] secret, String purpose, String algorithm) {
        Seal master = new Seal(new SecretKeySpec(secret, "HmacSHA256"));
        return new Seal(new SecretKeySpec(master.of(purpose + '\u0001'), algorithm));
    }
}
