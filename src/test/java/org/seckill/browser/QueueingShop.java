package org.seckill.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.seckill.testkit.engine.TestEngines;

/**
 * Stands before a shop and queues every order: its pages and everything else are the shop's, an order waits here until
 * the test says what becomes of it, and {@code result} says so until then.
 */
final class QueueingShop implements AutoCloseable {
    private static final Set<String> PASSED_ON = Set.of(
            "cookie", "seckill-buyer", "content-type", "accept", "accept-language", "accept-encoding", "if-none-match");
    private static final Set<String> THE_SERVERS_OWN =
            Set.of("connection", "content-length", "date", "transfer-encoding");

    /** @param status 0 hangs up instead of answering */
    record Reply(int status, Map<String, String> headers, String body) {
        static Reply refused(int status, int retryAfter) {
            return new Reply(
                    status,
                    Map.of("Retry-After", Integer.toString(retryAfter)),
                    "{\"success\":false,\"data\":null,\"error\":\"not now\"}");
        }

        static Reply hangUp() {
            return new Reply(0, Map.of(), "");
        }
    }

    private final String node;
    private final String ticket;
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger orders = new AtomicInteger();
    private final List<Long> polls = new CopyOnWriteArrayList<>();
    private volatile @Nullable Supplier<Reply> results;

    /**
     * @param node where the shop is, without a path
     * @param ticket that every order gets
     */
    QueueingShop(String node, String ticket) {
        this.node = node;
        this.ticket = ticket;
        this.results = this::queued;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String base() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** How many orders have come. */
    int orders() {
        return orders.get();
    }

    /** When {@code result} was asked while it was answered here, in nanoseconds. */
    List<Long> polls() {
        return polls;
    }

    /** The order reaches the database now, and {@code result} tells what that did with it. */
    void record(long sale, String phone) {
        String order = "[{\"phone\": \"%s\", \"ticket\": \"%s\"}]".formatted(phone, ticket);
        TestEngines.database().rows("CALL execute_seckill(?, ?)", sale, order);
        forget();
    }

    /** From now on {@code result} is the shop's own, which knows of no order that waits here. */
    void forget() {
        results = null;
    }

    void answerResults(Supplier<Reply> replies) {
        results = replies;
    }

    Reply queued() {
        return new Reply(200, Map.of(), """
                {"success":true,"data":{"seckillId":0,"state":2,"stateInfo":"queued","successKilled":null,"ticket":"%s"},"error":null}""".formatted(ticket));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] form = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        Supplier<Reply> waiting = results;
        try (exchange) {
            if (waiting != null && path.endsWith("/execution")) {
                orders.incrementAndGet();
                reply(exchange, queued());
            } else if (waiting != null && path.endsWith("/result") && orders.get() > 0) {
                polls.add(System.nanoTime());
                reply(exchange, waiting.get());
            } else {
                passOn(exchange, form);
            }
        }
    }

    private static void reply(HttpExchange exchange, Reply reply) throws IOException {
        if (reply.status == 0) {
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        reply.headers.forEach(exchange.getResponseHeaders()::set);
        byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void passOn(HttpExchange exchange, byte[] form) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(form));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, String.join(", ", values));
            }
        });
        HttpResponse<byte[]> answer;
        try {
            answer = client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        answer.headers().map().forEach((name, values) -> {
            if (!THE_SERVERS_OWN.contains(name) && !name.startsWith(":")) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
