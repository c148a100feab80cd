package org.seckill.server;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The longest total waits for a client.
 *
 * @param request for one request, from its first byte to the last byte of its body
 * @param response for the client to take one response
 */
record HttpDeadlines(Duration request, Duration response) {
    private static final int LEAST_MILLIS = 500;
    private static final int MOST_MILLIS = 600_000;

    /** @throws StartupFailure if a setting is not allowed */
    static HttpDeadlines read(Function<String, @Nullable String> settings) {
        return new HttpDeadlines(
                millis(settings, "SECKILL_HTTP_REQUEST_DEADLINE_MS", 10_000),
                millis(settings, "SECKILL_HTTP_RESPONSE_DEADLINE_MS", 20_000));
    }

    HttpDeadlines dividedBy(int share) {
        return new HttpDeadlines(request.dividedBy(share), response.dividedBy(share));
    }

    private static Duration millis(Function<String, @Nullable String> settings, String name, int fallback) {
        return Duration.ofMillis(TransportSettings.number(settings, name, fallback, LEAST_MILLIS, MOST_MILLIS));
    }
}
