package org.seckill.http;

import java.util.HashMap;
import java.util.Map;

/** An error answer: status, reason and headers. Immutable; its bytes are made once, so that it can be a constant. */
public final class ErrorReply {
    /** 503: the request is valid and may be repeated after {@code Retry-After} seconds. */
    public static final ErrorReply BUSY = new ErrorReply(503, "busy, try again", Map.of("Retry-After", "1"));

    private final int status;
    private final String reason;
    private final Map<String, String> headers;
    private final Reply reply;

    public ErrorReply(int status, String reason, Map<String, String> headers) {
        this.status = status;
        this.reason = reason;
        this.headers = headers;
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/json");
        all.put("Cache-Control", "no-store");
        this.reply = new Reply(status, all, Reply.bytes(Envelope.refused(reason)));
    }

    /** @param status an HTTP status from 400 to 599 */
    public static ErrorReply of(int status, String reason) {
        return new ErrorReply(status, reason, Map.of());
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** The error as an envelope. */
    public Reply reply() {
        return reply;
    }
}
