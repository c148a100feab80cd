package org.seckill.http;

import org.jspecify.annotations.Nullable;

/** What every answer that is not a page is wrapped in. */
public record Envelope<T>(
        boolean success, @Nullable T data, @Nullable String error) {
    public static <T> Envelope<T> of(@Nullable T data) {
        return new Envelope<>(true, data, null);
    }

    public static Envelope<Void> refused(String reason) {
        return new Envelope<>(false, null, reason);
    }

    /** A refusal that comes with data of its own. */
    public static <T> Envelope<T> refused(String reason, T data) {
        return new Envelope<>(false, data, reason);
    }
}
