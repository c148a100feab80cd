package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.testkit.run.TestTimeouts.await;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.testkit.run.Program;
import org.slf4j.bridge.SLF4JBridgeHandler;

@Timeout(60)
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"auto", "tomcat"})
class ServerTest {
    private final String transport;

    /** @param transport the value of SECKILL_TRANSPORT */
    ServerTest(String transport) {
        this.transport = transport;
    }

    private static final int SLOW = 220;
    private static final Listen ANY_PORT = new Listen("localhost", 0);

    private final TestApplication application = new TestApplication();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @BeforeAll
    static void leaveLoggingToTheConfiguration() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    @Test
    void theApplicationReadsItsSettingsAsInitParameters() throws Exception {
        try (Server server = start(application, Map.of("SECKILL_SECRET", "from the launcher"))) {
            assertThat(get(server, "/setting").body()).isEqualTo("from the launcher");
        }
    }

    @Test
    void nothingTellsWhichServerThisIs() throws Exception {
        try (Server server = start(application, Map.of())) {
            assertThat(get(server, "/setting").headers().map()).doesNotContainKeys("server", "x-powered-by");
        }
    }

    @Test
    void largeTextIsCompressedForThoseWhoCanReadIt() throws Exception {
        try (Server server = start(application, Map.of())) {
            HttpRequest request = HttpRequest.newBuilder(address(server, "/large"))
                    .header("Accept-Encoding", "gzip")
                    .build();

            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());

            assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(response.body()).hasSizeLessThan(1024);
        }
    }

    @ParameterizedTest
    @CsvSource({"/missing, 404, Not Found", "/fault, 500, Internal Server Error"})
    void whatTheApplicationLeavesUnansweredIsAnEnvelopeWithoutInnerLife(String path, int status, String reason)
            throws Exception {
        try (Server server = start(application, Map.of())) {
            HttpResponse<String> response = get(server, path);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json;charset=UTF-8");
            assertThat(response.body())
                    .isEqualTo("{\"success\":false,\"data\":null,\"error\":\"%s\"}".formatted(reason));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /%ZZ HTTP/1.1 | Host: a | 400",
                "GET /<script> HTTP/1.1 | Host: a | 400",
                "GET /..%2f..%2fetc HTTP/1.1 | Host: a | 400",
                "GET /setting HTTP/1.1 | X: y | 400",
                "GET /setting HTTP/1.1 | Host: a b | 400",
                "GET /setting HTTP/9.9 | Host: a | 400",
                "nonsense | Host: a | 400",
            })
    void whatNeverReachesTheApplicationIsAnsweredByTheEnvelope(String line, String header, int status)
            throws IOException {
        try (Server server = start(application, Map.of())) {
            String answer = raw(server, line + "\r\n" + header + "\r\nConnection: close\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 " + status);
            assertThat(answer).contains("{\"success\":false,\"data\":null,\"error\":\"");
            assertThat(answer).doesNotContain("Exception", "Tomcat", "<html");
        }
    }

    @Test
    void anOversizedHeaderIsAnsweredByTheEnvelope() throws IOException {
        try (Server server = start(application, Map.of())) {
            String answer = raw(server, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(9000) + "\r\n\r\n");

            assertThat(answer)
                    .startsWith("HTTP/1.1 4")
                    .contains("{\"success\":false")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void whatTheApplicationThrowsAtItsStartIsTheFaultAndThePortStaysClosed() throws IOException {
        int port = Program.freePort();
        ServletContainerInitializer failing = (classes, context) -> {
            throw new ServletException(
                    "bean", new IllegalArgumentException("SECKILL_PURCHASE is \"x\": allowed are y"));
        };

        assertThatThrownBy(() -> start(new Listen("localhost", port), failing, Map.of()))
                .isInstanceOf(StartupFailure.class)
                .hasMessage("SECKILL_PURCHASE is \"x\": allowed are y");
        assertThatThrownBy(() -> new Socket("localhost", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void aClassThatCannotBeLoadedIsAFaultToo() {
        ServletContainerInitializer failing = (classes, context) -> {
            throw new NoClassDefFoundError("org/seckill/Missing");
        };

        assertThatThrownBy(() -> start(ANY_PORT, failing, Map.of()))
                .isInstanceOf(StartupFailure.class)
                .hasMessage("NoClassDefFoundError: org/seckill/Missing");
    }

    @Test
    void aTakenPortIsTheFaultAndTheApplicationIsStopped() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            Listen listen = new Listen("localhost", other.getLocalPort());
            ServletContainerInitializer eager = (classes, context) ->
                    context.addServlet("answers", application).setLoadOnStartup(1);

            assertThatThrownBy(() -> start(listen, eager, Map.of()))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessage(String.format(
                            Locale.ROOT,
                            "port %d is taken: stop what listens there or set SECKILL_HTTP_PORT to another",
                            other.getLocalPort()));
            assertThat(application.destroyed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closingLetsTheRequestInFlightFinishAndRefusesNewOnes() throws Exception {
        Server server = start(application, Map.of());
        URI held = address(server, "/held");
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(HttpRequest.newBuilder(held).build(), HttpResponse.BodyHandlers.ofString());
        application.inFlight.await();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
        awaitRefusal(held);
        assertThat(application.destroyed.getCount()).isOne();
        application.release.countDown();

        assertThat(answer.get().body()).isEqualTo("released");
        closing.get();
        assertThat(application.destroyed.getCount()).isZero();
    }

    /** A proxy that keeps connections may ask on one of them before it knows. */
    @Test
    void closingAnswersOnceMoreOnAKeptConnectionAndSaysThatItEnds() throws Exception {
        Server server = start(application, Map.of("SECKILL_SECRET", "said"));
        URI held = address(server, "/held");
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(HttpRequest.newBuilder(held).build(), HttpResponse.BodyHandlers.ofString());
        application.inFlight.await();
        try (Socket kept = new Socket("localhost", held.getPort())) {
            assertThat(ask(kept)).startsWith("HTTP/1.1 200").doesNotContain("Connection: close");
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            awaitRefusal(held);
            assertThat(ask(kept)).startsWith("HTTP/1.1 200").contains("Connection: close");
            assertThat(kept.getInputStream().read()).as("the end").isEqualTo(-1);
            application.release.countDown();
            answer.get();
            closing.get();
        }
    }

    /** Asks for the setting and reads up to the end of what it says. */
    private static String ask(Socket connection) throws IOException {
        connection
                .getOutputStream()
                .write("GET /setting HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder answer = new StringBuilder();
        for (int next = 0; next != -1 && answer.indexOf("said") < 0; ) {
            next = connection.getInputStream().read();
            answer.append((char) next);
        }
        return answer.toString();
    }

    /** Of each kind more than there are threads. */
    @Test
    void slowClientsAreDisconnectedAndAllOthersAreServed() throws Exception {
        Map<String, String> settings = Map.of(
                "SECKILL_SECRET",
                "said",
                "SECKILL_HTTP_REQUEST_DEADLINE_MS",
                "2000",
                "SECKILL_HTTP_RESPONSE_DEADLINE_MS",
                "2000");
        try (Server server = start(application, settings);
                Socket waiting = new Socket("localhost", server.port());
                SlowClients slow = new SlowClients()) {
            waiting.getOutputStream()
                    .write("POST /waiting HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5\r\n\r\na=bcd"
                            .getBytes(StandardCharsets.US_ASCII));
            application.inFlight.await();
            String form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8000\r\n\r\np";
            slow.add(SLOW, server.port(), "POST /form HTTP/1.1\r\nHost: a\r\n" + form, "p")
                    .add(SLOW, server.port(), "GET /huge HTTP/1.1\r\nHost: a\r\n\r\n", "G")
                    .add(SLOW, server.port(), "POST /setting HTTP/1.1\r\nHost: a\r\nX: y", "y")
                    .add(SLOW, server.port(), "GET /missing HTTP/1.1\r\nHost: a\r\nContent-Length: 8000\r\n\r\n", "p")
                    .start();

            assertThat(get(server, "/setting").body()).isEqualTo("said");
            await().until(() -> slow.connected() == 0);
            assertThat(get(server, "/setting").body()).isEqualTo("said");
            application.release.countDown();
            assertThat(new String(waiting.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("released");
        }
    }

    @Test
    void aBodyThatArrivesAfterItsAnswerIsNotTheNextRequest() throws Exception {
        try (Server server = start(application, Map.of());
                Socket socket = new Socket("localhost", server.port())) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            for (int i = 0; i < 3; i++) {
                out.write("GET /missing HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(readUntil(in, "\"error\":\"Not Found\"}")).startsWith("HTTP/1.1 404");
                out.write("abcdePOST /setting HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(readUntil(in, "\r\n\r\n")).startsWith("HTTP/1.1 200").contains("Content-Length: 4");
                in.readNBytes(4);
            }
        }
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("the connection ended after: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** More than there are threads, so that the node is full, and the others wait for a thread. */
    @Test
    void completeRequestsAreAnsweredHoweverLongTheNodeTakes() throws Exception {
        Map<String, String> settings = Map.of("SECKILL_HTTP_REQUEST_DEADLINE_MS", "10000");
        try (Server server = start(application, settings);
                Connections clients = new Connections(server.port())) {
            Socket halfSent = clients.open("POST /held HTTP/1.1\r\nHost: a\r\nConnection: close\r\n");
            Socket stalled = clients.open("POST /held HTTP/1.1\r\nHost: a\r\n");
            if (transport.equals("tomcat")) {
                // Tomcat has begun both. Netty gives it complete heads only.
                awaitIdleAfter(server, 2);
            }
            List<Socket> complete = clients.open(
                    SLOW, "POST /held HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5\r\n\r\na=bcd");
            Connections.send(halfSent, "\r\n");
            awaitAllThreadsInUse(server);

            assertThat(Connections.read(stalled)).as("of a client that is late").isEmpty();
            application.release.countDown();

            for (Socket client : complete) {
                assertThat(Connections.read(client)).startsWith("HTTP/1.1 200").endsWith("released");
            }
            assertThat(Connections.read(halfSent)).startsWith("HTTP/1.1 200").endsWith("released");
        }
    }

    @Test
    void aResponseThatTheNodeIsSlowToWriteIsNotCut() throws Exception {
        Map<String, String> settings = Map.of(
                "SECKILL_HTTP_REQUEST_DEADLINE_MS", "2000",
                "SECKILL_HTTP_RESPONSE_DEADLINE_MS", "500");
        try (Server server = start(application, settings);
                Connections clients = new Connections(server.port())) {
            Socket patient = clients.open("GET /parts HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            application.inFlight.await();
            Socket stalled = clients.open("GET /parts HTTP/1.1\r\nHost: a\r\n");

            assertThat(Connections.read(stalled)).as("of a client that is late").isEmpty();
            application.release.countDown();

            assertThat(Connections.read(patient)).contains("begun and ").contains("released");
        }
    }

    @Test
    void readinessAndMetricsMayHaveAPortOfTheirOwn() throws Exception {
        try (Server server = start(application, Map.of("SECKILL_MANAGEMENT_PORT", "0", "SECKILL_SECRET", "said"))) {
            String management = server.managementUrl().orElseThrow();

            assertThat(get(server, "/setting").statusCode()).isEqualTo(200);
            assertThat(get(server, "/metrics").statusCode()).isEqualTo(404);
            assertThat(get(server, "/readyz").statusCode()).isEqualTo(404);
            assertThat(get(server, "/./readyz").statusCode()).isEqualTo(404);
            assertThat(get(server, "/%72eadyz;a").statusCode()).isEqualTo(404);
            assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(management + "/metrics").statusCode()).isEqualTo(200);
            assertThat(get(management + "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(management + "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(management + "/setting").statusCode()).isEqualTo(404);
            assertThat(get(management + "/setting").body()).contains("\"error\":\"Not Found\"");
        }
    }

    @Test
    void aTakenManagementPortIsTheFault() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            String port = Integer.toString(other.getLocalPort());

            assertThatThrownBy(() -> start(application, Map.of("SECKILL_MANAGEMENT_PORT", port)))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessage("port " + port
                            + " is taken: stop what listens there or set SECKILL_MANAGEMENT_PORT to another");
        }
    }

    @Test
    void itListensAtItsAddressAlone() throws Exception {
        try (Server server = start(Listen.on("127.0.0.1", "0"), application, Map.of("SECKILL_MANAGEMENT_PORT", "0"))) {
            int management = URI.create(server.managementUrl().orElseThrow()).getPort();

            assertThat(get("http://127.0.0.1:" + server.port() + "/setting").statusCode())
                    .isEqualTo(200);
            for (int port : List.of(server.port(), management)) {
                assertThatThrownBy(() -> new Socket("127.0.0.2", port).close()).isInstanceOf(ConnectException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "fast", "600001", "1.5"})
    void aDeadlineThatIsNotAllowedIsTheFault(String value) {
        assertThatThrownBy(() -> start(application, Map.of("SECKILL_HTTP_REQUEST_DEADLINE_MS", value)))
                .isInstanceOf(StartupFailure.class)
                .hasMessage("SECKILL_HTTP_REQUEST_DEADLINE_MS is '" + value
                        + "': allowed is a whole number from 500 to 600000");
    }

    @Test
    void theWorkFolderThatItMadeGoesWithIt() {
        Path work = folder.resolve("work");
        Server server = Server.start(ANY_PORT, Map.of(), WorkFolder.at(work), List.of(application));
        assertThat(work).isDirectory();

        server.close();
        server.close();

        assertThat(work).doesNotExist();
        assertThat(folder).isDirectory();
    }

    private Server start(ServletContainerInitializer application, Map<String, String> settings) {
        return start(ANY_PORT, application, settings);
    }

    private Server start(Listen listen, ServletContainerInitializer application, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("SECKILL_TRANSPORT", transport);
        return Server.start(listen, all, WorkFolder.at(folder), List.of(application));
    }

    private HttpResponse<String> get(Server server, String path) throws IOException, InterruptedException {
        return get("http://localhost:" + server.port() + path);
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI address(Server server, String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }

    private static String raw(Server server, String request) throws IOException {
        try (Socket socket = new Socket("localhost", server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void awaitIdleAfter(Server server, int tasks) {
        await().until(() -> threads(server).getCompletedTaskCount() >= tasks
                && threads(server).getActiveCount() == 0);
    }

    private static void awaitAllThreadsInUse(Server server) {
        await().until(() -> threads(server).getActiveCount() == threads(server).getMaximumPoolSize());
    }

    private static ThreadPoolExecutor threads(Server server) {
        return (ThreadPoolExecutor)
                server.tomcat().getConnector().getProtocolHandler().getExecutor();
    }

    /** The test's time limit ends it when the port stays open. */
    private static void awaitRefusal(URI address) throws IOException {
        while (true) {
            try (Socket ignored = new Socket("localhost", address.getPort())) {
                Thread.onSpinWait();
            } catch (ConnectException refused) {
                return;
            } catch (SocketException reset) {
                // The port was closed in the middle of connecting: the next attempt is refused.
                Thread.onSpinWait();
            }
        }
    }
}
