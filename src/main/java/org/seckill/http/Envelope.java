package org.seckill.http;

import org.jspecify.annotations.Nullable;

/**
 * The JSON object around the data of every answer that is not a page.
 *
 * @param error null if {@code success}
 */
public record Envelope<T>(
        boolean success, @Nullable T data, @Nullable String error) {
    public static <T> Envelope<T> of(@Nullable T data) {
        return new Envelope<>(true, data, null);
    }

    public static Envelope<Void> refused(String reason) {
        return new Envelope<>(false, null, reason);
    }

    /** @return a refusal with data */
    public static <T> Envelope<T> refused(String reason, T data) {
        return new Envelope<>(false, data, reason);
    }
}
