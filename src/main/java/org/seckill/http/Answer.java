package org.seckill.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON answers without Spring MVC. */
public final class Answer {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Answer() {}

    public static byte[] json(Envelope<?> envelope) {
        return JSON.writeValueAsBytes(envelope);
    }

    /** Writes an answer that no cache may store. Blocks until the client's connection accepts it. */
    public static void write(HttpServletResponse response, int status, byte[] json) throws IOException {
        // The container sends the answer as soon as this many bytes are written.
        response.setContentLength(json.length);
        buffer(response, status, json);
    }

    /**
     * Like {@link #write}, but never blocks: the container sends the answer, with its length, when the request ends.
     * For GET and POST, and for answers that fit into the container's buffer.
     */
    public static void buffer(HttpServletResponse response, int status, byte[] json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(json);
    }
}
