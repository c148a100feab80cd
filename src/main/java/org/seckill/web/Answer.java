package org.seckill.web;

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

    /** Nobody may keep it: it is of one buyer or of one instant. */
    public static void write(HttpServletResponse response, int status, byte[] json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
