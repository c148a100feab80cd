package org.seckill.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** An error answer: status, reason and headers. Immutable; its bytes are made once, so that it can be a constant. */
public final class ErrorReply {
    /** 503: the request is valid and may be repeated after {@code Retry-After} seconds. */
    public static final ErrorReply BUSY = new ErrorReply(503, "busy, try again", Map.of("Retry-After", "1"));

    private final int status;
    private final String reason;
    private final Map<String, String> headers;
    private final byte[] json;

    public ErrorReply(int status, String reason, Map<String, String> headers) {
        this.status = status;
        this.reason = reason;
        this.headers = headers;
        this.json = Answer.json(Envelope.refused(reason));
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

    public void write(HttpServletResponse response) throws IOException {
        headers.forEach(response::setHeader);
        Answer.write(response, status, json);
    }
}
