package org.seckill.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * An HTTP response.
 *
 * @param body without chunk sizes; each char is a byte
 */
public record ParsedResponse(int status, List<Field> fields, String body) {
    public record Field(String name, String value) {}

    /** The value of the first field of that name. */
    public Optional<String> header(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    public String type() {
        return header("Content-Type").orElse("");
    }

    public String text() {
        byte[] bytes = body.getBytes(ISO_8859_1);
        return new String(isZipped() ? unzipped(bytes) : bytes, UTF_8);
    }

    private boolean isZipped() {
        return !body.isEmpty()
                && fields.stream()
                        .anyMatch(field -> field.name().toLowerCase(Locale.ROOT).endsWith("-encoding")
                                && field.value().equals("gzip"));
    }

    private static byte[] unzipped(byte[] bytes) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the body is not compressed as its header says", e);
        }
    }

    @Override
    public String toString() {
        return status + " " + fields + " " + text();
    }
}
