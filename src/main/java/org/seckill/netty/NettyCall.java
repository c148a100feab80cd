package org.seckill.netty;

import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Call;

/** A request that Netty has decoded. */
final class NettyCall implements Call {
    private final HttpRequest request;
    private final String path;
    private final @Nullable String query;

    private NettyCall(HttpRequest request, String path, @Nullable String query) {
        this.request = request;
        this.path = path;
        this.query = query;
    }

    /** Returns the call; null if its target has characters that the container must decode, normalize or refuse. */
    static @Nullable NettyCall of(HttpRequest request) {
        String target = request.uri();
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        return isPlain(target) && isNormalized(path)
                ? new NettyCall(request, path, question < 0 ? null : target.substring(question + 1))
                : null;
    }

    private static boolean isPlain(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            boolean isPlain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '/' && c <= ':')
                    || c == '-'
                    || c == '.'
                    || c == '_'
                    || c == '?'
                    || c == '='
                    || c == '&';
            if (!isPlain) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNormalized(String path) {
        return path.startsWith("/") && !path.contains("//") && !path.contains("/.");
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public @Nullable String header(String name) {
        return request.headers().get(name);
    }

    @Override
    public List<String> headers(String name) {
        return request.headers().getAll(name);
    }

    /** This transport has no TLS of its own. */
    @Override
    public boolean isSecure() {
        return false;
    }
}
