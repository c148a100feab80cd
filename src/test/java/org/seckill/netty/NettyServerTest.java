package org.seckill.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.http.Application;
import org.seckill.http.Endpoint;
import org.seckill.http.Envelope;
import org.seckill.http.ErrorReply;
import org.seckill.http.FastPath;
import org.seckill.http.NonBlockingThread;
import org.seckill.http.Reply;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestTimeouts;

/** The transport alone, with endpoints of its own, in front of a container that is down. */
@ParameterizedClass
@MethodSource("available")
@Timeout(120)
class NettyServerTest {
    private static final int MOST_CONNECTIONS = 50;
    private static final String HOST = "Host: localhost\r\n";

    private final Queue<CompletableFuture<Reply>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger served = new AtomicInteger();

    /** Requests whose time is being measured. */
    private final AtomicInteger running = new AtomicInteger();

    private final NativeTransport transport;
    private NettyServer server;

    /** Those that this machine supports. */
    static List<NativeTransport> available() {
        return Stream.of(NativeTransport.values())
                .filter(NativeTransport::isAvailable)
                .toList();
    }

    NettyServerTest(NativeTransport transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        server = start(MOST_CONNECTIONS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private NettyServer start(int connections) {
        List<Endpoint> endpoints = List.of(
                Endpoint.of("/at/once", Set.of("GET", "POST"), (call, variables) -> done("at once")),
                Endpoint.of("/later", Set.of("GET", "POST"), (call, variables) -> {
                    CompletableFuture<Reply> later = new CompletableFuture<>();
                    waiting.add(later);
                    return later;
                }),
                Endpoint.of("/thread", Set.of("GET"), (call, variables) -> {
                    NonBlockingThread.check();
                    return done(Thread.currentThread().getName());
                }),
                Endpoint.page("/page", (call, variables) -> null),
                Endpoint.of("/fault", Set.of("GET"), (call, variables) -> {
                    throw new IllegalStateException("a fault");
                }));
        FastPath fastPath = new FastPath(List.of(() -> endpoints), thrown -> ErrorReply.of(500, "fault"));
        Application application = new Application(fastPath, this::startTimer, Application.NONE.statistics());
        return NettyServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                transport,
                1,
                new Limits(connections, Duration.ofSeconds(10), Duration.ofSeconds(10)),
                application,
                new Container(null, Program.freePort(), "secret"));
    }

    private IntConsumer startTimer(String path) {
        running.incrementAndGet();
        return status -> {
            running.decrementAndGet();
            served.addAndGet(status == 200 ? 1 : 0);
        };
    }

    private static CompletableFuture<Reply> done(String data) {
        return CompletableFuture.completedFuture(reply(data));
    }

    private static Reply reply(String data) {
        return Reply.json(Envelope.of(data));
    }

    /** Sends bytes and reads until the server closes the connection. */
    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static long count(String answers, String part) {
        return Pattern.compile(part, Pattern.LITERAL).matcher(answers).results().count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /at/once HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /at/once HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "POST /at/once HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
                "POST /at/once HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /at/once HTTP/1.1\r\nHost: a\r\nContent-Length: 1a\r\n\r\n",
                "POST /at/once HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /at/once HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /at/once HTTP/1.1\nHost: a\n\n",
                "GET /at/once HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
                "GET /at/once HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
                "GET /at/once HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\n",
                "GET /at/once HTTP/1.1\r\nHost: a\r\nX: a\r\n\tfolded\r\n\r\n",
                "GET /at/once HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET /at/once HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n",
                "GET /at/once HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
                "GET /at/once HTTP/1.1\r\n\r\n",
                "GET /at/once HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /at/once HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /at/once HTTP/2.0\r\nHost: a\r\n\r\n"
            })
    void anAmbiguousRequestIsRefusedAndTheConnectionClosed(String request) throws IOException {
        String smuggled = "GET /at/once HTTP/1.1\r\nHost: smuggled\r\nConnection: close\r\n\r\n";
        String answers = exchange(request + smuggled);
        assertThat(answers).startsWith("HTTP/1.1 400 ").contains("Connection: close", "\"success\":false");
        assertThat(count(answers, "HTTP/1.1 ")).isOne();
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        try (Socket socket = connect()) {
            String later = "GET /later HTTP/1.1\r\n" + HOST + "\r\n";
            String atOnce = "GET /at/once HTTP/1.1\r\n" + HOST + "\r\n";
            String last = "GET /at/once HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";
            socket.getOutputStream().write((later + atOnce + later + last).getBytes(ISO_8859_1));
            completeNext("first");
            completeNext("third");
            String answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(answers).containsSubsequence("first", "at once", "third", "at once");
            assertThat(count(answers, "HTTP/1.1 200 ")).isEqualTo(4);
        }
    }

    private void completeNext(String data) {
        TestTimeouts.await().until(() -> !waiting.isEmpty());
        assertThat(waiting).as("one request of a connection at a time").hasSize(1);
        waiting.remove().complete(reply(data));
    }

    @Test
    void allWhoWaitAreAnswered() throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < MOST_CONNECTIONS; i++) {
            Socket client = connect();
            client.getOutputStream()
                    .write(("GET /later HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
            clients.add(client);
        }
        TestTimeouts.await().until(() -> waiting.size() == MOST_CONNECTIONS);
        waiting.forEach(one -> one.complete(reply("answered")));
        for (Socket client : clients) {
            try (client) {
                assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
                        .contains("answered");
            }
        }
        assertThat(served).hasValue(MOST_CONNECTIONS);
    }

    @Test
    void connectionsBeyondTheLimitAreRefusedAndLaterOnesServed() throws IOException {
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < MOST_CONNECTIONS; i++) {
            open.add(connect());
        }
        TestTimeouts.await().until(() -> server.connections() == MOST_CONNECTIONS);
        try (Socket refused = connect()) {
            assertThat(new String(refused.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: 1", "\"success\":false");
        }
        assertThat(server.refused()).isOne();
        open.remove(0).close();
        TestTimeouts.await().until(() -> server.connections() < MOST_CONNECTIONS);
        assertThat(exchange("GET /at/once HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        for (Socket one : open) {
            one.close();
        }
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws IOException {
        String get = exchange("GET /at/once HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
        String head = exchange("HEAD /at/once HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
        String body = "{\"success\":true,\"data\":\"at once\",\"error\":null}";
        String length = "Content-Length: " + body.length() + "\r\n";
        assertThat(head).contains(length).endsWith("\r\n\r\n");
        assertThat(get).contains(length).endsWith("\r\n\r\n" + body);
    }

    @Test
    void aConnectionOfHttp10IsKeptOnlyOnRequest() throws IOException {
        String closed = exchange("GET /at/once HTTP/1.0\r\n\r\nGET /at/once HTTP/1.0\r\n\r\n");
        assertThat(count(closed, "HTTP/1.1 200 ")).isOne();
        String kept = exchange("GET /at/once HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /at/once HTTP/1.0\r\n\r\n");
        assertThat(count(kept, "HTTP/1.1 200 ")).isEqualTo(2);
        assertThat(kept).contains("Connection: keep-alive");
    }

    @Test
    void aClientThatExpectsItIsToldToContinue() throws IOException {
        String request = "POST /at/once HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 3\r\n";
        assertThat(exchange(request + "Connection: close\r\n\r\nabc"))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ");
        assertThat(exchange("GET /at/once HTTP/1.1\r\n" + HOST + "Expect: coffee\r\n\r\n"))
                .startsWith("HTTP/1.1 417 ");
    }

    @Test
    void aClientThatSendsNoMoreGetsItsAnswer() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(("GET /later HTTP/1.1\r\n" + HOST + "\r\n").getBytes(ISO_8859_1));
            socket.shutdownOutput();
            completeNext("after the end");
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .contains("after the end", "Connection: close");
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItArrives() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(("POST /at/once HTTP/1.1\r\n" + HOST + "Content-Length: 9000\r\n\r\n").getBytes(ISO_8859_1));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), ISO_8859_1)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aCallThatMayBlockRunsInAWorker() throws IOException {
        assertThat(exchange("GET /thread HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"))
                .contains("\"http-worker-");
    }

    @Test
    void aFaultOfAnEndpointIsAnErrorWithoutDetails() throws IOException {
        assertThat(exchange("GET /fault HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("a fault", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /other", "GET /at/%6fnce", "GET /at/./once", "DELETE /at/once", "GET //at/once"})
    void whileTheContainerIsDownItsRequestsAreAnsweredBusy(String line) throws IOException {
        assertThat(exchange(line + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 503 ")
                .contains("Retry-After: 1", "busy, try again");
    }

    @Test
    void drainingEndsIdleConnectionsAndAnswersTheOthers() throws Exception {
        try (Socket idle = connect();
                Socket busy = connect()) {
            busy.getOutputStream().write(("GET /later HTTP/1.1\r\n" + HOST + "\r\n").getBytes(ISO_8859_1));
            TestTimeouts.await().until(() -> waiting.size() == 1);
            Thread draining = new Thread(() -> {
                try {
                    server.drain(5_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            draining.start();
            TestTimeouts.await().until(server::isDraining);
            waiting.remove().complete(reply("the last"));
            assertThat(new String(busy.getInputStream().readAllBytes(), ISO_8859_1))
                    .contains("the last", "Connection: close");
            draining.join();
            assertThat(idle.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void theTimeOfEachRequestEnds() throws IOException {
        exchange("GET /page HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
        exchange("POST /at/once HTTP/1.1\r\n" + HOST + "Content-Length: 9000\r\n\r\n");
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(("POST /at/once HTTP/1.1\r\n" + HOST + "Content-Length: 9\r\n\r\n").getBytes(ISO_8859_1));
            TestTimeouts.await().until(() -> running.get() == 1);
        }
        TestTimeouts.await().until(() -> running.get() == 0);
        assertThat(served).hasValue(0);
    }

    /** Nothing of a connection is left when it ends while its order waits. */
    @Test
    void connectionsThatEndWhileTheyWaitAreForgotten() throws IOException {
        IntStream.range(0, 10).forEach(i -> {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(("GET /later HTTP/1.1\r\n" + HOST + "\r\n").getBytes(ISO_8859_1));
                int expected = i + 1;
                TestTimeouts.await().until(() -> waiting.size() == expected);
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        TestTimeouts.await().until(() -> server.connections() == 0);
        waiting.forEach(one -> one.complete(reply("too late")));
        TestTimeouts.await().until(() -> served.get() == 10);
        assertThat(exchange("GET /at/once HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }
}
