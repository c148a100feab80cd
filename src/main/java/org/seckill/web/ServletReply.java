package org.seckill.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.seckill.http.Reply;

/** Writes replies to a servlet container. */
public final class ServletReply {
    private ServletReply() {}

    /** Writes the reply. Blocks until the client's connection accepts it. */
    public static void write(Reply reply, HttpServletResponse response) throws IOException {
        // The container sends the answer as soon as this many bytes are written.
        if (reply.body().length > 0) {
            response.setContentLength(reply.body().length);
        }
        buffer(reply, response);
    }

    /**
     * Like {@link #write}, but never blocks: the container sends the reply, with its length, when the request ends. For GET
     * and POST, and for replies that fit into the container's buffer.
     */
    static void buffer(Reply reply, HttpServletResponse response) throws IOException {
        response.setStatus(reply.status());
        reply.headers().forEach(response::setHeader);
        if (reply.body().length > 0) {
            response.getOutputStream().write(reply.body());
        }
    }
}
