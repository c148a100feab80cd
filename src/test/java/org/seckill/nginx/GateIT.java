package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.nginx.RecordingNode.Asked;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.Program;

/** What is let through to a node, and in which words. */
@Tag("nginx")
class GateIT {
    /** In bytes. */
    private static final int LARGEST_BODY = 128;

    private static RecordingNode node;
    private static NginxProcess nginx;
    private static ShopClient shop;

    @BeforeAll
    static void start() {
        node = new RecordingNode();
        nginx = NginxProcess.before(node.port());
        shop = nginx.shop();
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        node.close();
    }

    @BeforeEach
    void forget() {
        node.asked().clear();
    }

    @Test
    void aNodeHearsOnlyWhatNginxHasSeenOfWhereAVisitorComesFrom() {
        shop.send(shop.request("/seckill/me")
                .header("X-Forwarded-For", "6.6.6.6")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "evil.example")
                .header("Forwarded", "for=6.6.6.6;proto=https"));
        Asked asked = node.asked().get(0);
        assertThat(asked.header("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(asked.header("x-forwarded-proto")).isEqualTo("http");
        assertThat(asked.header("x-forwarded-host")).isEqualTo("localhost:" + nginx.port());
        assertThat(asked.headers()).doesNotContainKey("forwarded");
    }

    /** RequestGate compares it with Origin. */
    @Test
    void theHostIsTheBrowsers() {
        shop.post("/seckill/login", "phone=13800000000");
        assertThat(node.asked().get(0).header("host")).isEqualTo("localhost:" + nginx.port());
        assertThat(node.asked().get(0).header("content-length")).isEqualTo("17");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics",
                "/metrics/",
                "/readyz",
                "/readyz/",
                "/readyz?x",
                "//readyz",
                "/%72eadyz",
                "/./metrics",
                "/x/../readyz",
                "/seckill/../readyz",
                "/seckill/%2e%2e/readyz",
                "/seckill/..;/readyz",
                "/seckill/..;x=1/metrics",
                "/seckill/%2e%2e;/metrics",
                "/seckill/..%3b/metrics",
                "/seckill/x/..;/../readyz",
                "/seckill/x/..;x=1/../metrics",
                "/a;b/../seckill/me",
                "/readyz;x",
                ";/readyz",
                "/healthz/../readyz",
                "/healthz;/../readyz",
                "/static/..;/readyz",
                "/static/../readyz",
                "/wp-admin/",
                "/.git/config",
                "/actuator"
            })
    void whatIsNotTheShopsIsNotFoundAndNoNodeHearsOfIt(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*").contains("{\"success\":false,\"data\":null,\"error\":\"");
        assertThat(node.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz", "/seckill/list", "/seckill/anything", "/seckill/1000/result?x=1"})
    void theShopIsLetThrough(String path) {
        assertThat(shop.get(path).status()).isEqualTo(200);
    }

    @Test
    void aLargeBodyIsRefusedBeforeItIsRead() throws IOException {
        for (String path : new String[] {"/seckill/login", "/seckill/1000/" + "0".repeat(32) + "/execution"}) {
            Answer answer = shop.post(path, "phone=" + "1".repeat(LARGEST_BODY - 5));
            assertRefusal(answer, 413, "the body is too large");
            String unread = raw("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + (LARGEST_BODY + 1)
                    + "\r\n\r\n");
            assertThat(unread).startsWith("HTTP/1.1 413").contains("the body is too large");
        }
        assertThat(node.asked()).isEmpty();
        assertThat(shop.post("/seckill/login", "phone=" + "1".repeat(LARGEST_BODY - 6))
                        .status())
                .isEqualTo(200);
    }

    /** Chunks may have any length of their own around the bytes that are counted. A node refuses them too. */
    @ParameterizedTest
    @ValueSource(strings = {"/seckill/login", "/seckill/1000/exposer", "/seckill/1000/0/execution", "/none", "/"})
    void aBodyOfUnknownLengthIsRefusedBeforeItIsRead(String path) throws IOException {
        Answer answer = shop.send(
                shop.request(path).POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("phone=13800000000"))));
        assertRefusal(answer, 411, "the body's length is needed");
        String unread =
                raw("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1;extension=");
        assertThat(unread).startsWith("HTTP/1.1 411").contains("the body's length is needed");
        assertThat(node.asked()).isEmpty();
    }

    /** Nginx counts a body's time between two bytes. So each may come as late as that, and there are not many. */
    @Test
    void aBodyIsCompleteWithinMinutesHoweverItIsSent() throws IOException {
        String conf = Files.readString(Path.of("nginx/nginx.conf"));
        int bytes = number(conf, "client_max_body_size ([0-9]+);");
        assertThat(bytes).isEqualTo(LARGEST_BODY);
        assertThat(bytes * number(conf, "client_body_timeout ([0-9]+)s;")).isLessThan(400);
        assertThat(conf.split("client_(max_body_size|body_timeout)", -1))
                .as("set once each")
                .hasSize(3);
    }

    private static int number(String conf, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(conf);
        assertThat(found.find()).isTrue();
        return Integer.parseInt(found.group(1));
    }

    /** As load balancers ask whether the shop lives. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /healthz HTTP/1.0                                           | localhost",
                "HEAD /healthz HTTP/1.0                                          | localhost",
                "OPTIONS / HTTP/1.0                                              | localhost",
                "GET / HTTP/1.0                                                  | localhost",
                "GET /seckill/me HTTP/1.0                                        | localhost",
                "GET /seckill/1000/exposer HTTP/1.0                              | localhost",
                "POST /seckill/1000/0/execution HTTP/1.0                         | localhost",
                "POST /seckill/login HTTP/1.0\\r\\nContent-Length: 0             | localhost",
                "GET /healthz HTTP/1.0\\r\\nHost: shop.example                   | shop.example",
                "GET http://shop.example:81/healthz HTTP/1.0                     | shop.example:81",
                "GET http://shop.example/healthz HTTP/1.1\\r\\nHost: localhost   | shop.example",
                "GET HTTP://shop.example HTTP/1.1\\r\\nHost: localhost           | shop.example",
                "GET http://shop.example?x HTTP/1.1\\r\\nHost: localhost         | shop.example",
                "GET http://[::1]:81/seckill/me HTTP/1.1\\r\\nHost: localhost:82 | [::1]:81"
            })
    void aNodeIsToldAHostAlsoWhereNoneIsNamed(String request, String host) throws IOException {
        assertThat(raw(request.replace("\\r\\n", "\r\n") + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(node.asked()).hasSize(1);
        assertThat(node.asked().get(0).header("host")).isEqualTo(host);
        assertThat(node.asked().get(0).header("x-forwarded-host")).isEqualTo(host);
    }

    @Test
    void largeHeadersAndAddressesAreRefused() {
        assertRefusal(
                shop.withCookie("killPhone=" + "9".repeat(5000)).get("/seckill/me"), 431, "the header is too large");
        assertRefusal(shop.get("/seckill/me?" + "x".repeat(5000)), 414, "the address is too long");
        assertThat(node.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TRACE /seckill/me HTTP/1.1\\r\\nHost: localhost | 405",
                "CONNECT localhost:1 HTTP/1.1\\r\\nHost: localhost | 40[05]",
                "GET /seckill/%zz/detail HTTP/1.1\\r\\nHost: localhost | 400",
                "GET /seckill/me HTTP/1.1 | 400",
                "GET /seckill/me HTTP/1.1\\r\\nHost: a b | 400",
                "GET /healthz HTTP/1.1\\r\\nHost: | 400",
                "GET /healthz HTTP/1.0\\r\\nHost: | 400",
                "GET /healthz HTTP/1.1\\r\\nHost: a\\r\\nHost: b | 400",
                "GET http://a@b/healthz HTTP/1.1\\r\\nHost: a | 400",
                "GET /seckill/me HTTP/9.9\\r\\nHost: localhost | 400",
                "POST /seckill/login HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: -5 | 400",
                "POST /seckill/login HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked | 400",
                "POST /seckill/login HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: x | 400",
                "NONSENSE | 400"
            })
    void whatIsNotHttpIsRefusedWithTheEnvelope(String request, String status) throws IOException {
        String answer = raw(request.replace("\\r\\n", "\r\n") + "\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .matches("(?s)HTTP/1.1 " + status + " .*")
                .contains("{\"success\":false,\"data\":null,\"error\":\"", "X-Content-Type-Options: nosniff");
        assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("<html");
        assertThat(node.asked()).isEmpty();
    }

    /** Its answers have no head, which could say that they are refusals. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /seckill/me", "GET /none", "POST /seckill/login", "GET /%zz", "GET /static/../x"})
    void whoSpeaksTheHttpThatHasNoHeadIsHungUpOn(String request) {
        assertThatThrownBy(() -> raw(request + "\r\n\r\n")).hasMessage("Connection reset");
        assertThat(node.asked()).isEmpty();
    }

    /**
     * Otherwise a few hundred connections that send a byte a minute would use up all connections. The time-out of a header
     * is for the whole header, also when it arrives byte by byte.
     */
    @Test
    void slowSendersAreCutOff() {
        String header = "POST /seckill/login HTTP/1.1\r\nHost: localhost\r\n";
        String body = "Content-Length: 9\r\n\r\n1";
        try (NginxProcess impatient =
                NginxProcess.changed("client_header_timeout 10s;", "client_header_timeout 3s;", node.port())) {
            List<Long> seconds = ConcurrentRun.of(
                            3,
                            i -> i == 2
                                    ? secondsOfByteByByte(impatient)
                                    : secondsUntilCutOff(impatient, header + (i == 0 ? "" : body)))
                    .results();
            assertThat(seconds).allSatisfy(each -> assertThat(each).isBetween(2L, 20L));
        }
        assertThat(node.asked()).isEmpty();
    }

    private static long secondsOfByteByByte(NginxProcess nginx) {
        long begun = System.nanoTime();
        try (Socket socket = new Socket("localhost", nginx.port())) {
            socket.getOutputStream().write("GET /seckill/me HTTP/1.1\r\nX: ".getBytes(StandardCharsets.ISO_8859_1));
            await().pollInterval(Duration.ofMillis(100)).until(() -> hasRefusedAnotherByte(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    }

    private static boolean hasRefusedAnotherByte(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return false;
        } catch (IOException cutOff) {
            return true;
        }
    }

    @Test
    void nothingTellsItsVersion() {
        assertThat(shop.get("/none").header("Server")).isEqualTo("nginx");
        assertThat(shop.get("/seckill/me").header("Server")).isEqualTo("nginx");
    }

    /** Wherever a visitor writes it, and also when nobody can be asked, of which Nginx would tell at length. */
    @Test
    void noPhoneIsInTheLogsWhereverItStands() {
        String phone = "13812345678";
        try (NginxProcess alone = NginxProcess.before(Program.freePort())) {
            for (String path : List.of(
                    "/" + phone,
                    "/seckill/" + phone,
                    "/seckill/" + phone + "/detail",
                    "/seckill/" + phone + "/result?" + phone,
                    "/seckill/" + phone + "/" + phone + "/execution",
                    "/seckill/1000/" + phone + "/execution",
                    "/seckill/login/" + phone,
                    "/seckill/me?phone=" + phone,
                    "/seckill/list?page=" + phone,
                    "/static/img/" + phone + ".png",
                    "/static/" + phone,
                    "/a;" + phone,
                    "/seckill/me/" + phone + "?" + phone,
                    "/?" + phone,
                    "/healthz?" + phone)) {
                for (NginxProcess each : List.of(nginx, alone)) {
                    each.shop()
                            .withCookie("killPhone=" + phone)
                            .send(each.shop()
                                    .request(path)
                                    .header("Referer", "http://localhost/" + phone)
                                    .header("User-Agent", phone)
                                    .header("X-Forwarded-For", phone));
                }
            }
            for (NginxProcess each : List.of(nginx, alone)) {
                ShopClient last = each.shop();
                last.get("/seckill/time/now");
                await().until(() ->
                        each.accessLog().stream().anyMatch(line -> line.contains("GET /seckill/time/now\"")));
                await().until(() -> each.accessLog().stream().anyMatch(line -> line.contains("\"GET (unknown)\" ")));
                assertThat(each.accessLog()).noneMatch(line -> line.contains(phone));
                assertThat(each.errorLog()).doesNotContain(phone);
            }
            await().until(() ->
                    alone.accessLog().stream().anyMatch(line -> line.contains("node=") && line.contains(":502:")));
        }
    }

    @Test
    void neitherPhonesNorCookiesAreInTheLog() {
        ShopClient buyer = shop.withCookie("killPhone=13812345678.1.x");
        buyer.post("/seckill/login?phone=13812345678", "phone=13812345678");
        buyer.get("/seckill/me?last");
        for (String logged : List.of("\"POST /seckill/login\" 200", "\"GET /seckill/me\" 200")) {
            await().until(() -> nginx.accessLog().stream().anyMatch(line -> line.contains(logged)));
        }
        assertThat(nginx.accessLog()).noneMatch(line -> line.contains("13812345678"));
    }

    @Test
    void connectionsToTheNodeAreKept() {
        for (int i = 0; i < 20; i++) {
            shop.get("/seckill/me");
        }
        assertThat(node.asked().stream().map(Asked::from).distinct()).hasSizeLessThan(5);
    }

    private static void assertRefusal(Answer answer, int status, String reason) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.http().body()).isEqualTo("{\"success\":false,\"data\":null,\"error\":\"" + reason + "\"}");
    }

    private static long secondsUntilCutOff(NginxProcess nginx, String beginning) {
        long begun = System.nanoTime();
        try (Socket socket = new Socket("localhost", nginx.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            // Nginx closes the connection this way.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", nginx.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            // Nginx reads on for a while what is still sent after its refusal: the end is not waited for.
            StringBuilder answer = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c >= 0;
                    c = socket.getInputStream().read()) {
                answer.append((char) c);
                if (c == '}') {
                    break;
                }
            }
            return answer.toString();
        }
    }
}
