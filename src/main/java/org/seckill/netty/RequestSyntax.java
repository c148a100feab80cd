package org.seckill.netty;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.seckill.http.ErrorReply;

/** Refuses requests that violate HTTP/1.1 (RFC 9112). After such a request the connection is closed. */
final class RequestSyntax {
    static final ErrorReply MALFORMED = ErrorReply.of(400, "bad request");
    private static final ErrorReply LONG_ADDRESS = ErrorReply.of(414, "uri too long");
    private static final ErrorReply LONG_HEADERS = ErrorReply.of(431, "request header fields too large");
    private static final ErrorReply UNKNOWN_EXPECTATION = ErrorReply.of(417, "expectation failed");

    private RequestSyntax() {}

    /** Returns the answer to a request that is refused; null if its head is valid. */
    static @Nullable ErrorReply fault(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return of(request.decoderResult().cause());
        }
        HttpVersion version = request.protocolVersion();
        boolean isKnown = version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
        if (!isKnown || !isHostValid(request.headers().getAll(HttpHeaderNames.HOST), version)) {
            return MALFORMED;
        }
        String expected = request.headers().get(HttpHeaderNames.EXPECT);
        return expected == null || HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)
                ? null
                : UNKNOWN_EXPECTATION;
    }

    static ErrorReply of(Throwable fault) {
        if (fault instanceof TooLongHttpLineException) {
            return LONG_ADDRESS;
        }
        return fault instanceof TooLongFrameException ? LONG_HEADERS : MALFORMED;
    }

    /** A request of HTTP/1.1 has exactly one (RFC 9112, 3.2). */
    private static boolean isHostValid(List<String> hosts, HttpVersion version) {
        return hosts.isEmpty()
                ? version.equals(HttpVersion.HTTP_1_0)
                : hosts.size() == 1 && hosts.get(0).chars().allMatch(RequestSyntax::isOfHost);
    }

    private static boolean isOfHost(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~:[]".indexOf(c) >= 0;
    }
}
