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
 * A Lua script of this package, and the hash by which Redis knows it.
 *
 * <p>A script may be run a second time when the connection dies before its answer, so each is written such that the
 * second run changes nothing more.
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

    /** @param name of the file beside the class {@code owner}, such as {@code reserve.lua} */
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

    /** Not to be changed. */
    byte[] text() {
        return text;
    }

    /** SHA-1 in lower-case hexadecimal digits; not to be changed. */
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
