package org.seckill.purchase;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.proxy.ProxyPort;

/** Buyers whose order waits at the desk, and everybody else meanwhile. */
@ParameterizedClass
@EnumSource(PurchaseMode.class)
class WaitingOverHttpIT {
    /** Twice as many as the server has threads. */
    private static final int CROWD = 400;

    private static final int BATCH = 16;

    /** How many batches may be in flight with four connections to the database. */
    private static final int CALLERS = 2;

    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** So that no sale is loaded before its row is held: then the queue waits like the procedure. */
    private static final String NEVER = "600000";

    private final PurchaseMode mode;

    WaitingOverHttpIT(PurchaseMode mode) {
        this.mode = mode;
    }

    /** One who presses without waiting for the answer. */
    private record Press(ShopClient buyer, String address) {
        static Press of(ShopClient shop, int number, long sale) {
            ShopClient buyer = shop.loggedIn(ShopClient.phone(number));
            return new Press(buyer, "/seckill/" + sale + "/" + buyer.md5(sale) + "/execution");
        }

        CompletableFuture<HttpResponse<String>> now() {
            HttpRequest request =
                    buyer.request(address).POST(BodyPublishers.noBody()).build();
            return CLIENT.sendAsync(request, BodyHandlers.ofString());
        }
    }

    /** One who presses again and again and reads no answer, and begins anew when the server has had enough. */
    private static final class Deaf implements AutoCloseable {
        private final byte[] press;
        private final int port;
        private volatile Socket socket = new Socket();
        private volatile boolean closed;
        private final AtomicLong sent = new AtomicLong();

        Deaf(Press press, int port) {
            this.press = "POST %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\nContent-Length: 0\r\n\r\n"
                    .formatted(press.address, press.buyer.cookie())
                    .getBytes(US_ASCII);
            this.port = port;
            ProxyPort.daemon("deaf", this::pressOnAndOn);
        }

        @Override
        public void close() throws IOException {
            closed = true;
            socket.close();
        }

        private void pressOnAndOn() {
            while (!closed) {
                try (Socket current = new Socket()) {
                    socket = current;
                    current.setReceiveBufferSize(4096);
                    current.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    OutputStream out = current.getOutputStream();
                    while (!closed) {
                        out.write(press);
                        sent.incrementAndGet();
                    }
                } catch (IOException e) {
                    // Closed, by one side or the other.
                }
            }
        }
    }

    @Test
    void noThreadWaitsWithThemSoThatEverythingElseIsServed() {
        try (TestShop app = TestShop.start(
                mode,
                Map.of(
                        "SECKILL_LANE_BATCH",
                        Integer.toString(BATCH),
                        "SECKILL_PURCHASE_DEADLINE_MS",
                        "60000",
                        "SECKILL_QUEUE_CHECK_MS",
                        NEVER))) {
            ShopClient shop = app.client();
            long sale = SALES.open(CROWD);
            List<Press> crowd = IntStream.range(0, CROWD)
                    .mapToObj(i -> Press.of(shop, i, sale))
                    .toList();
            List<CompletableFuture<HttpResponse<String>>> answers;
            try (RowLock hold = RowLock.of(sale)) {
                answers = crowd.stream().map(Press::now).toList();
                await().until(() -> waiting(shop, sale) >= CROWD - BATCH);
                assertThat(soon(shop, "/healthz")).isEqualTo(200);
                assertThat(soon(shop, "/seckill/list")).isEqualTo(200);
                assertThat(soon(shop, "/seckill/" + sale + "/detail")).isEqualTo(200);
                assertThat(answers).noneMatch(CompletableFuture::isDone);
            }
            assertThat(answers.stream().map(CompletableFuture::join)).allMatch(this::isSold);
            await().until(() -> SALES.purchases(sale) == CROWD);
        }
    }

    @Test
    void whoFindsTheLaneFullIsToldWhenToComeBackAndThoseInItAreServed() {
        try (TestShop app = TestShop.start(
                mode,
                Map.of(
                        "SECKILL_LANE_PLACES",
                        "3",
                        "SECKILL_PURCHASE_DEADLINE_MS",
                        "60000",
                        "SECKILL_QUEUE_CHECK_MS",
                        NEVER))) {
            ShopClient shop = app.client();
            long sale = SALES.open(10);
            Press last = Press.of(shop, 9, sale);
            List<Press> crowd =
                    IntStream.range(0, 4).mapToObj(i -> Press.of(shop, i, sale)).toList();
            List<CompletableFuture<HttpResponse<String>>> answers;
            try (RowLock hold = RowLock.of(sale)) {
                CompletableFuture<HttpResponse<String>> inFlight = crowd.get(0).now();
                await().until(() -> shop.metric(lane() + "wait_seconds_count") == 1);
                answers = Stream.concat(
                                Stream.of(inFlight),
                                crowd.subList(1, 4).stream().map(Press::now))
                        .toList();
                await().until(() -> waiting(shop, sale) == 3);
                HttpResponse<String> refused = last.now().join();
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body()).contains("\"state\":-4,").contains("\"success\":false");
                assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                        .isPositive();
            }
            assertThat(answers.stream().map(CompletableFuture::join)).allMatch(this::isSold);
        }
    }

    @Test
    void whoDoesNotReadTheAnswersHoldsUpNobody() throws IOException {
        try (TestShop app = TestShop.start(mode, Map.of("SECKILL_DB_POOL", "4"))) {
            ShopClient shop = app.client();
            long sale = SALES.open(CROWD);
            List<Deaf> deaf = new ArrayList<>();
            try {
                for (int i = 0; i < CALLERS; i++) {
                    Press press = Press.of(shop, i, sale);
                    assertThat(press.now().join().statusCode()).isEqualTo(200);
                    deaf.add(new Deaf(press, app.port()));
                }
                await().until(() -> areBlocked(deaf));
                HttpResponse<String> other = Press.of(shop, CALLERS, sale)
                        .now()
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join();
                assertThat(isSold(other)).isTrue();
            } finally {
                for (Deaf one : deaf) {
                    one.close();
                }
            }
        }
    }

    /** Whether no client can send more, because nothing of theirs is read while they do not read their answers. */
    private static boolean areBlocked(List<Deaf> clients) {
        List<Long> before = clients.stream().map(client -> client.sent.get()).toList();
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Long> after = clients.stream().map(client -> client.sent.get()).toList();
        return after.equals(before) && after.stream().allMatch(sent -> sent > 0);
    }

    private boolean isSold(HttpResponse<String> answer) {
        return answer.body().contains(mode == PurchaseMode.QUEUE ? "\"state\":2," : "\"state\":1,");
    }

    private String lane() {
        return mode == PurchaseMode.QUEUE ? "seckill_queue_lane_" : "seckill_lane_";
    }

    private long waiting(ShopClient shop, long sale) {
        return (long) shop.metric(lane() + "depth{sale=\"" + sale + "\"}");
    }

    private static int soon(ShopClient shop, String path) {
        return shop.send(shop.request(path).timeout(Duration.ofSeconds(30)).GET())
                .status();
    }
}
