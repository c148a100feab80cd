package org.seckill.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.seckill.http.Reply;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** The replies of one version of a page, plain and compressed. Immutable. */
final class PageBytes {
    private static final int TAG_BYTES = 12;

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final Object version;
    private final String tag;
    private final Reply plain;
    private final Reply zipped;

    private PageBytes(Object version, Locale language, byte[] plain, byte[] zipped) {
        this.version = version;
        this.tag = digest(plain);
        this.plain = new Reply(200, headers(language, false), plain);
        this.zipped = new Reply(200, headers(language, true), zipped);
    }

    static PageBytes of(Object version, Locale language, byte[] plain) {
        return new PageBytes(version, language, plain, zip(plain));
    }

    Object version() {
        return version;
    }

    Reply reply(boolean asZipped) {
        return asZipped ? zipped : plain;
    }

    /** @return a strong entity tag, which differs for different bytes (RFC 9110, 8.8.3) */
    String tag(boolean asZipped) {
        return asZipped ? '"' + tag + "-gzip\"" : '"' + tag + '"';
    }

    /** In bytes. */
    int size() {
        return plain.body().length + zipped.body().length;
    }

    private Map<String, String> headers(Locale language, boolean asZipped) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(HTML);
        headers.setCacheControl(CacheControl.noCache());
        headers.setETag(tag(asZipped));
        headers.set(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag());
        headers.setVary(List.of(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.ACCEPT_LANGUAGE, HttpHeaders.COOKIE));
        if (asZipped) {
            headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return Map.copyOf(headers.toSingleValueMap());
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
