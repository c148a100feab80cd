package org.seckill.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script, and the hash by which Redis identifies it.
 *
 * <p>Scripts must be idempotent: a script is run again if the connection is lost before its answer.
 */
public final class RedisScript {
    private final String name;
    private final byte[] text;
    private final byte[] hash;

    private RedisScript(String name, byte[] text) {
        this.name = name;
        this.text = text;
        this.hash = HexFormat.of().formatHex(sha1(text)).getBytes(US_ASCII);
    }

    /**
     * Loads a script from the resources.
     *
     * @param name of the file in the package of {@code owner}, such as {@code reserve.lua}
     */
    public static RedisScript load(Class<?> owner, String name) {
        try (InputStream file = owner.getResourceAsStream(name)) {
            if (file == null) {
                throw new FileNotFoundException(name);
            }
            return new RedisScript(name, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text in UTF-8. The caller must not modify it. */
    byte[] text() {
        return text;
    }

    /** The SHA-1 in lower-case hexadecimal digits. The caller must not modify it. */
    byte[] hash() {
        return hash;
    }

    @Override
    public String toString() {
        return name;
    }

    private static byte[] sha1(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
