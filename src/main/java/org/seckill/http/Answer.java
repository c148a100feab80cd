package org.seckill.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers where no controller is at work. */
public final class Answer {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Answer() {}

    public static byte[] json(Envelope<?> envelope) {
        return JSON.writeValueAsBytes(envelope);
    }

    /** Nobody may keep it: it is of one buyer or of one instant. Waits until the reader's connection takes it. */
    public static void write(HttpServletResponse response, int status, byte[] json) throws IOException {
        // Once that much is written, the container sends it.
        response.setContentLength(json.length);
        buffer(response, status, json);
    }

    /**
     * As {@link #write}, but never waits: the container sends the answer when the request ends, and then says how long it
     * is. For GET and POST, and what fits into the container's buffer.
     */
    public static void buffer(HttpServletResponse response, int status, byte[] json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(json);
    }
}
