package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.nginx.RecordingNode.Asked;
import org.seckill.testing.Crowd;
import org.seckill.testing.Nginx;
import org.seckill.testing.Shop;
import org.seckill.testing.Shop.Answer;

/** What is let through to a node, and in which words. */
@Tag("nginx")
class GateIT {
    private static RecordingNode node;
    private static Nginx nginx;
    private static Shop shop;

    @BeforeAll
    static void start() {
        node = new RecordingNode();
        nginx = Nginx.before(node.port());
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
            Answer answer = shop.post(path, "phone=" + "1".repeat(8187));
            assertRefusal(answer, 413, "the body is too large");
            String unread = raw("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n");
            assertThat(unread).startsWith("HTTP/1.1 413").contains("the body is too large");
        }
        assertThat(node.asked()).isEmpty();
        assertThat(shop.post("/seckill/login", "phone=" + "1".repeat(8186)).status())
                .isEqualTo(200);
    }

    @Test
    void aBodyOfUnknownLengthReachesTheNodeWithItsLength() {
        Answer answer = shop.send(shop.request("/seckill/login")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("phone=13800000000"))));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(node.asked().get(0).headers())
                .containsEntry("content-length", "17")
                .doesNotContainKey("transfer-encoding");
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

    /** Otherwise some hundred connections that send a byte a minute would be all that Nginx has. */
    @Test
    void whoSendsSlowlyIsCutOff() {
        String header = "POST /seckill/login HTTP/1.1\r\nHost: localhost\r\n";
        List<Long> seconds = Crowd.of(2, i -> secondsUntilCutOff(header + (i == 0 ? "" : "Content-Length: 9\r\n\r\n1")))
                .results();
        assertThat(seconds).allMatch(time -> time >= 9 && time <= 20);
        assertThat(node.asked()).isEmpty();
    }

    @Test
    void nothingTellsItsVersion() {
        assertThat(shop.get("/none").header("Server")).isEqualTo("nginx");
        assertThat(shop.get("/seckill/me").header("Server")).isEqualTo("nginx");
    }

    @Test
    void neitherPhonesNorCookiesAreInTheLog() {
        Shop buyer = shop.withCookie("killPhone=13812345678.1.x");
        buyer.post("/seckill/login?phone=13812345678", "phone=13812345678");
        buyer.get("/seckill/me?last");
        Crowd.until(() -> nginx.accessLog().stream().anyMatch(line -> line.contains("\"GET /seckill/me\" 200")));
        List<String> log = nginx.accessLog();
        assertThat(log).anyMatch(line -> line.contains("\"POST /seckill/login\" 200"));
        assertThat(log).noneMatch(line -> line.contains("13812345678"));
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

    private static long secondsUntilCutOff(String beginning) {
        long begun = System.nanoTime();
        try (Socket socket = new Socket("localhost", nginx.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            // That is how.
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
