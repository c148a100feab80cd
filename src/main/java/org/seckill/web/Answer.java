package org.seckill.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** Writes a refusal where no controller is at work. */
final class Answer {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Answer() {}

    static void refuse(HttpServletResponse response, int status, String reason) throws IOException {
        byte[] body = JSON.writeValueAsBytes(Envelope.refused(reason));
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
