package org.seckill.netty;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Encodes the container's responses. */
final class ResponseEncoder extends HttpResponseEncoder {
    /** Whether the request is HEAD: its response has the headers of a body, and no body. */
    boolean isHead;

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return isHead || super.isContentAlwaysEmpty(response);
    }
}
