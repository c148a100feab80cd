package org.seckill.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** What an exception means to whoever asked. Its bytes are made once, so that one may be kept for all who get it. */
public final class ErrorReply {
    /** Nothing is wrong with the request; {@code Retry-After} is in seconds. */
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

    /** @param status of HTTP, 400 to 599 */
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
