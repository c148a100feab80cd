package org.seckill.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** One version of a page, as it goes out: plain, and compressed once for all who take it so. */
final class PageBytes {
    private static final int TAG_BYTES = 12;

    private final Object version;
    private final byte[] plain;
    private final byte[] zipped;
    private final String tag;

    private PageBytes(Object version, byte[] plain, byte[] zipped) {
        this.version = version;
        this.plain = plain;
        this.zipped = zipped;
        this.tag = digest(plain);
    }

    static PageBytes of(Object version, byte[] plain) {
        return new PageBytes(version, plain, zip(plain));
    }

    Object version() {
        return version;
    }

    byte[] body(boolean asZipped) {
        return asZipped ? zipped : plain;
    }

    /** A strong entity tag: other bytes, another tag (RFC 9110, 8.8.3). */
    String tag(boolean asZipped) {
        return asZipped ? '"' + tag + "-gzip\"" : '"' + tag + '"';
    }

    /** In bytes. */
    int size() {
        return plain.length + zipped.length;
    }

    private static byte[] zip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String digest(byte[] plain) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
            return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
