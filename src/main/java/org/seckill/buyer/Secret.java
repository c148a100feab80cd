package org.seckill.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The deployment's secret. Each purpose has a key derived from it (the expand step of RFC 5869, one block), so that a
 * leaked key reveals nothing about another. While a secret is being replaced there are two: the first one signs, and
 * signatures of both are accepted. Immutable.
 */
public final class Secret {
    /** In characters. 32 hex digits are 128 bits. */
    public static final int SHORTEST = 32;

    /** Enough to tell two secrets apart, too few to verify a guess without doubt. */
    private static final int FINGERPRINT_BYTES = 8;

    /** The first one signs. */
    private final List<byte[]> secrets;

    /** @throws IllegalArgumentException if the secret is shorter than {@link #SHORTEST} */
    public Secret(String secret) {
        this(List.of(secret));
    }

    /**
     * @param accepted does not sign; its signatures are accepted
     * @throws IllegalArgumentException if one of them is shorter than {@link #SHORTEST}
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
     * Returns the seals of a purpose. The first one signs; signatures of each one are accepted.
     *
     * @param algorithm a name known to {@link javax.crypto.Mac}
     */
    public List<Seal> seals(String purpose, String algorithm) {
        return secrets.stream().map(secret -> seal(secret, purpose, algorithm)).toList();
    }

    /**
     * Returns a short hash of each secret, in the order of {@link #seals}. Nodes compare them to find out whether they
     * have the same secrets.
     */
    List<String> fingerprints() {
        return seals("fingerprint", "HmacSHA256").stream()
                .map(seal -> HexFormat.of().formatHex(seal.of("node"), 0, FINGERPRINT_BYTES))
                .toList();
    }

    private static Seal seal(byte[] secret, String purpose, String algorithm) {
        Seal master = new Seal(new SecretKeySpec(secret, "HmacSHA256"));
        return new Seal(new SecretKeySpec(master.of(purpose + '\u0001'), algorithm));
    }

    /** Computes message authentication codes under one key. Thread-safe. */
    public static final class Seal {
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
}
