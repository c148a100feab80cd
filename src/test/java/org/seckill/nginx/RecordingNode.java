package org.seckill.nginx;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An HTTP server in place of a node. It records the requests that Nginx sends. */
final class RecordingNode implements AutoCloseable {
    /**
     * @param from the port that Nginx asked from
     * @param headers with names in lower case
     */
    record Asked(int from, String method, String target, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    record Reply(int status, Map<String, String> headers, String body) {
        static Reply page(String body) {
            return new Reply(
                    200,
                    Map.of(
                            "Content-Type", "text/html;charset=UTF-8",
                            "Cache-Control", "no-cache",
                            "Vary", "Accept-Encoding, Accept-Language, Cookie",
                            "ETag", '"' + Integer.toHexString(body.hashCode()) + '"'),
                    body);
        }
    }

    static {
        // Otherwise each answer waits 40 ms for the acknowledgement of its header. Read by the first server of the JVM.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, @Nullable Reply> answers = request -> Reply.page("a page");

    RecordingNode() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** @param next a null reply hangs up instead of answering */
    void answer(Function<Asked, @Nullable Reply> next) {
        answers = next;
    }

    List<Asked> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(
                            header -> header.getKey().toLowerCase(Locale.ROOT),
                            header -> String.join(", ", header.getValue())));
            Asked request = new Asked(
                    exchange.getRemoteAddress().getPort(),
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers);
            asked.add(request);
            Reply reply = answers.apply(request);
            if (reply == null) {
                return;
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
