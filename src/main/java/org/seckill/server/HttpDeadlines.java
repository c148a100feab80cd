package org.seckill.server;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How long the node waits for a client.
 *
 * @param request in all for the rest of one request, from its first byte to the last one of its body
 * @param response in all for the client to take one response
 */
record HttpDeadlines(Duration request, Duration response) {
    private static final int LEAST_MILLIS = 500;
    private static final int MOST_MILLIS = 600_000;

    /** @throws StartupFailure when a setting is not allowed */
    static HttpDeadlines read(Function<String, @Nullable String> settings) {
        return new HttpDeadlines(
                millis(settings, "SECKILL_HTTP_REQUEST_DEADLINE_MS", 10_000),
                millis(settings, "SECKILL_HTTP_RESPONSE_DEADLINE_MS", 20_000));
    }

    HttpDeadlines dividedBy(int share) {
        return new HttpDeadlines(request.dividedBy(share), response.dividedBy(share));
    }

    private static Duration millis(Function<String, @Nullable String> settings, String name, int fallback) {
        String value = settings.apply(name);
        if (value == null || value.isBlank()) {
            return Duration.ofMillis(fallback);
        }
        try {
            int millis = Integer.parseInt(value.strip());
            if (millis >= LEAST_MILLIS && millis <= MOST_MILLIS) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            // As one that is out of bounds.
        }
        throw new StartupFailure(String.format(
                Locale.ROOT,
                "%s is '%s': allowed is a whole number from %d to %d",
                name,
                value,
                LEAST_MILLIS,
                MOST_MILLIS));
    }
}
