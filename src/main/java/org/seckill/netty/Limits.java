package org.seckill.netty;

import java.time.Duration;

/**
 * Bounds of the transport.
 *
 * @param connections the most open connections of clients; further ones are answered with 503 and closed
 * @param request the longest time for a client to send a complete request, from its first byte
 * @param response the longest time for a client to take an answer
 */
public record Limits(int connections, Duration request, Duration response) {
    /** The longest time without a request on an open connection. */
    static final Duration IDLE = Duration.ofSeconds(20);

    /** Bytes of the request line, and of all headers together. */
    static final int HEAD_BYTES = 8 * 1024;

    /** Deadlines are divided by this while the limit of connections is reached. */
    private static final int SHARE_WHEN_FULL = 5;

    Limits whenFull() {
        return new Limits(connections, request.dividedBy(SHARE_WHEN_FULL), response.dividedBy(SHARE_WHEN_FULL));
    }
}
