package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.nginx.RecordingNode.Reply;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.Program;

/** The limits with the numbers that are deployed. */
@Tag("nginx")
class LimitsIT {
    private static final String MD5 = "0".repeat(32);
    private static final String PHONE = "phone=13800000000";

    private final RecordingNode node = new RecordingNode();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void fiftyBuyersOfOneOfficeAreNotRefused() {
        try (NginxProcess nginx = NginxProcess.limiting(port(TestShop.shared().client()))) {
            long sale = new TestSales(TestEngines.database()).open(50);
            List<List<Answer>> ways = ConcurrentRun.of(50, i -> {
                        ShopClient buyer = nginx.shop().loggedIn(ShopClient.phone(i));
                        // A page that was opened early, its refresh, and a purchase that is sent again.
                        Answer waiting = buyer.expose(sale);
                        Answer exposed = buyer.expose(sale);
                        String md5 = exposed.data().get("md5").asString();
                        return List.of(waiting, exposed, buyer.execute(sale, md5), buyer.execute(sale, md5));
                    })
                    .results();
            assertThat(ways.stream().flatMap(List::stream))
                    .extracting(Answer::status)
                    .containsOnly(200);
        }
    }

    @Test
    void aBuyerWhoPressesLikeAMachineIsRefusedAndHisNeighbourIsNot() {
        try (NginxProcess nginx = NginxProcess.limiting(node.port())) {
            ShopClient machine = nginx.shop().withCookie("killPhone=" + cookie(1));
            List<Answer> answers = ConcurrentRun.of(
                            60, i -> i % 2 == 0 ? machine.execute(1000, MD5) : machine.expose(1000))
                    .results();
            // Ten at once, and two more in each second that it takes.
            assertThat(refused(answers)).isBetween(20, 49);
            assertThat(nginx.shop()
                            .withCookie("killPhone=" + cookie(2))
                            .execute(1000, MD5)
                            .status())
                    .isEqualTo(200);
            assertThat(node.asked().size()).isEqualTo(61 - refused(answers));
        }
    }

    @Test
    void aRefusalIsTheEnvelopeAndSaysWhenToComeBack() {
        try (NginxProcess nginx = NginxProcess.limiting(node.port())) {
            ShopClient machine = nginx.shop().withCookie("killPhone=" + cookie(1));
            Answer refusal = Stream.generate(() -> machine.execute(1000, MD5))
                    .limit(50)
                    .filter(answer -> answer.status() != 200)
                    .findFirst()
                    .orElseThrow();
            assertThat(refusal.status()).isEqualTo(429);
            assertThat(refusal.http().body())
                    .isEqualTo("{\"success\":false,\"data\":null,\"error\":\"too many requests, try again\"}");
            assertThat(refusal.header("Content-Type")).isEqualTo("application/json");
            assertThat(refusal.header("Retry-After")).isEqualTo("1");
            assertThat(refusal.header("Cache-Control")).isEqualTo("no-store");
            assertThat(refusal.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    /** Another cookie with each request gets past the buyer's limit, and meets that of the address. */
    @Test
    void whoMakesUpBuyersMeetsTheLimitOfTheirAddress() {
        try (NginxProcess nginx = NginxProcess.limiting(node.port())) {
            assertThat(passed(nginx, 2000, i -> "killPhone=" + cookie(i))).isBetween(500, 1500);
            assertThat(passed(nginx, 1000, i -> "killPhone=malformed" + i)).isLessThan(1000);
        }
    }

    @Test
    void loginsOfOneAddressAreLimited() {
        try (NginxProcess nginx = NginxProcess.limiting(node.port())) {
            ShopClient shop = nginx.shop();
            List<Answer> answers = ConcurrentRun.of(400, i -> shop.post("/seckill/login", PHONE))
                    .results();
            assertThat(400 - refused(answers)).isBetween(200, 350);
        }
    }

    /** As a page asks that waits with others of its office. */
    @Test
    void whatAPersonAsksForIsNotRefused() {
        try (NginxProcess nginx = NginxProcess.limiting(node.port())) {
            ShopClient shop = nginx.shop().withCookie("killPhone=" + cookie(1));
            for (String path : new String[] {
                "/seckill/list", "/seckill/time/now", "/seckill/me", "/seckill/1000/result", "/static/img/parcel.svg"
            }) {
                List<Answer> answers = ConcurrentRun.of(50, i -> shop.get(path)).results();
                assertThat(answers).extracting(Answer::status).containsOnly(200);
            }
        }
    }

    /** By one address, on connections that each carry many requests. No node is needed to count them. */
    @ParameterizedTest
    @CsvSource({
        "/,                            1000, 200",
        "/healthz,                     1000, 200",
        "/seckill/list,                1000, 200",
        "/seckill/1000/detail,         1000, 200",
        "/seckill/me,                  1000, 200",
        "/seckill/time/now,            1000, 200",
        "/seckill/purchases,           1000, 200",
        "/seckill/1000/result,         1000, 200",
        "/static/img/parcel.svg,       3000, 500",
        "/page/error.css,              3000, 500",
        "/static/img/none.png,         3000, 500",
        "/none,                          50,   5",
        "/seckill/none,                  50,   5",
        "/seckill/none/detail,           50,   5",
        "/static/none.js,                50,   5",
        "/seckill/list;x,                50,   5",
        "/seckill/list%3bx,              50,   5"
    })
    void everyAddressHasALimit(String path, int burst, int rate) {
        try (NginxProcess nginx = NginxProcess.limiting(Program.freePort())) {
            int sent = 2 * burst + 200;
            long begun = System.nanoTime();
            int refused = refusals(nginx, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n", sent);
            long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 1;
            assertThat(sent - refused).isGreaterThanOrEqualTo(burst);
            assertThat((long) sent - refused).isLessThanOrEqualTo(burst + 10 + rate * seconds);
            assertThat(refused)
                    .as("as long as the machine is not slower than the limit")
                    .isPositive();
        }
    }

    /** Not the lines that an attack is worth, whatever it asks for. */
    @ParameterizedTest
    @CsvSource({
        "/13812345678?13812345678",
        "/seckill/13812345678",
        "/static/img/13812345678.png",
        "/%zz13812345678",
        "/seckill/13812345678;x"
    })
    void whatStrangersAskForFillsNoLog(String path) throws IOException {
        int sent = 20_000;
        long begun = System.nanoTime();
        NginxProcess nginx = NginxProcess.limiting(Program.freePort());
        try (nginx) {
            refusals(
                    nginx,
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nReferer: http://localhost/13812345678\r\n",
                    sent);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 1;
        assertThat(nginx.accessLog()).hasSizeLessThan((int) (sent / 50 + 60 + 5 * seconds));
        assertThat(nginx.accessLog()).noneMatch(line -> line.contains("13812345678"));
        assertThat(nginx.errorLog().length()).isLessThan(5_000);
        assertThat(nginx.errorLog()).doesNotContain("13812345678");
    }

    @Test
    void requestsOfOneAddressAtTheSameTimeAreLimited() {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger waiting = new AtomicInteger();
        node.answer(request -> {
            if (request.target().equals("/seckill/time/now")) {
                waiting.incrementAndGet();
                ConcurrentRun.await(answers);
            }
            return Reply.page("ok");
        });
        try (NginxProcess nginx =
                NginxProcess.changed("limit_conn requests 1000;", "limit_conn requests 20;", node.port())) {
            ShopClient shop = nginx.shop();
            ConcurrentRun others =
                    ConcurrentRun.of(20, i -> shop.get("/seckill/time/now").status());
            await().until(() -> waiting.get() == 20);
            Answer refusal = shop.get("/seckill/me");
            assertThat(refusal.status()).isEqualTo(429);
            assertThat(refusal.header("Retry-After")).isEqualTo("1");
            assertThat(refusal.json().get("error").asString()).isEqualTo("too many requests, try again");
            answers.countDown();
            assertThat(others.results()).containsOnly(200);
            await().until(() -> shop.get("/seckill/me").status() == 200);
        }
    }

    /**
     * Whatever a cookie header looks like: when a node takes it for a buyer's, Nginx counts that buyer. Otherwise a decoy,
     * another one with each request, would buy any number of presses.
     */
    @Test
    void theBuyerWhomNginxCountsIsTheOneWhomANodeSees() throws IOException {
        ShopClient application = TestShop.shared().client();
        String real = application.loggedIn(ShopClient.phone(1)).cookie();
        String value = real.substring(real.indexOf('=') + 1);
        String signature = value.substring(value.lastIndexOf('.') + 1);
        String decoy = "killPhone=" + cookie(7);
        int seen = 0;
        try (NginxProcess nginx = NginxProcess.telling("X-Counted", "$buyer", node.port())) {
            for (String header : headers(real, value, decoy)) {
                String direct = raw(port(application), "GET /seckill/me", header);
                assertThat(direct).as(header).containsPattern("^HTTP/1.1 (200|400) ");
                boolean isSeen = direct.contains("138****0001");
                seen += isSeen ? 1 : 0;
                node.asked().clear();
                String through = raw(nginx.port(), "POST /seckill/1000/" + MD5 + "/execution", header);
                if (through.startsWith("HTTP/1.1 200")) {
                    String counted = node.asked().get(0).header("x-counted");
                    assertThat(isSeen && !counted.equals(signature)).as(header).isFalse();
                } else {
                    assertThat(through).as(header).startsWith("HTTP/1.1 400").contains("{\"success\":false,");
                    assertThat(node.asked()).isEmpty();
                }
            }
        }
        assertThat(seen).as("some are a buyer's").isGreaterThan(10);
    }

    private static List<String> headers(String real, String value, String decoy) {
        List<String> values = new ArrayList<>(List.of(real, decoy));
        for (String name : List.of("killPhone", "KILLPHONE", "killphone", "$killPhone", "killPhone2", " killPhone")) {
            for (String equals : List.of("=", " =", "= ", "\t=\t", "==", "")) {
                values.add(name + equals + value);
                values.add(name + equals + '"' + value + '"');
                values.add(name + equals + '\'' + value + '\'');
                values.add(name + equals + value + " x");
                values.add(name + equals);
            }
        }
        List<String> headers = new ArrayList<>();
        for (String each : values) {
            headers.add("Cookie: " + each);
            headers.add("Cookie: $Version=1; " + each + "; $Path=/");
            headers.add("Cookie: " + decoy + "; " + each);
            headers.add("Cookie: " + each + ";" + decoy);
            headers.add("Cookie: " + decoy + "\r\nCookie: " + each);
        }
        for (String between : List.of("; ", ";", " ; ", ";;", ", ", " ", "\t", ";\t", "\";", "; x=\"", "; x; ")) {
            headers.add("Cookie: " + decoy + between + real);
            headers.add("Cookie: " + real + between + decoy);
        }
        headers.add("Cookie: $Version=\"1\"," + real);
        headers.add("Cookie: a=\"" + decoy + "; " + real);
        headers.add("Cookie: a=\"" + decoy + "\"; " + real);
        headers.add("Cookie: " + real + "\r\ncookie: " + decoy);
        headers.add("Cookie: a=b\r\nCookie: " + real);
        headers.add("Cookie2: " + decoy + "\r\nCOOKIE: " + real);
        return headers;
    }

    @Test
    void aDecoyCookieOpensNoWayAroundTheBuyersLimit() throws IOException {
        String real = TestShop.shared().client().loggedIn(ShopClient.phone(1)).cookie();
        try (NginxProcess nginx = NginxProcess.limiting(node.port())) {
            for (int i = 0; i < 40; i++) {
                String decoy = "killPhone=" + cookie(i);
                for (String both : List.of(decoy + "; " + real, real + "; " + decoy)) {
                    Answer answer = nginx.shop().withCookie(both).execute(1000, MD5);
                    assertThat(answer.status()).isEqualTo(400);
                    assertThat(answer.json().get("success").asBoolean()).isFalse();
                    assertThat(TestShop.shared()
                                    .client()
                                    .withCookie(both)
                                    .execute(1000, MD5)
                                    .status())
                            .isEqualTo(400);
                }
            }
        }
        assertThat(node.asked()).isEmpty();
    }

    private static String raw(int port, String request, String header) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: localhost\r\n" + header
                                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** How many of so many requests get 429; a connection that is refused altogether ends with its first answer. */
    private static int refusals(NginxProcess nginx, String request, int times) {
        int each = 500;
        String one = request + "\r\n";
        String last = request + "Connection: close\r\n\r\n";
        return ConcurrentRun.of(8, member -> {
                    int refused = 0;
                    for (int i = member * each; i < times; i += 8 * each) {
                        int now = Math.min(each, times - i);
                        refused += refusedOf(nginx, one, last, now);
                    }
                    return refused;
                })
                .<Integer>results()
                .stream()
                .mapToInt(i -> i)
                .sum();
    }

    private static int refusedOf(NginxProcess nginx, String one, String last, int times) {
        try (Socket socket = new Socket("localhost", nginx.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((one.repeat(times - 1) + last).getBytes(StandardCharsets.ISO_8859_1));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return answers.split("HTTP/1.1 429 ", -1).length - 1;
        } catch (SocketException closedEarly) {
            // What makes no sense at all ends its connection at once.
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nor is it another way to spell the address. */
    @Test
    void thereIsNoWayAroundTheLimits() {
        try (NginxProcess nginx = NginxProcess.limiting(node.port())) {
            ShopClient machine = nginx.shop().withCookie("killPhone=" + cookie(1));
            String[] spellings = {
                "/seckill/1000/" + MD5 + "/execution",
                "//seckill///1000/" + MD5 + "/execution",
                "/seckill/1000/./" + MD5 + "/%65xecution",
                "/x/../seckill/1000/" + MD5 + "/execution?a=b",
                "/seckill/1000;a=b/" + MD5 + "/execution",
                "/seckill/1000/" + MD5 + "/execution;a=b",
                "/seckill/1000/" + MD5 + "/execution%3ba=b"
            };
            for (int i = 0; i < 70; i++) {
                machine.post(spellings[i % spellings.length], "");
            }
            assertThat(node.asked().size()).isLessThan(30);
            assertThat(node.asked()).noneMatch(request -> request.target().contains(";"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:a:b:c:%s, true",
        "2001:db8:1:2::%s,      true",
        "2001:db8::%s,          true",
        "2001:db8:1:%s::1,      false",
        "10.1.2.%s,             false"
    })
    void aVisitorIsAnAddressOrANetworkOfOneHousehold(String address, boolean isOne) {
        try (NginxProcess nginx = NginxProcess.behindLoadBalancer(node.port())) {
            AtomicInteger passed = new AtomicInteger();
            ConcurrentRun.of(400, i -> {
                        ShopClient shop = nginx.shop();
                        Answer answer = shop.send(shop.request("/seckill/login")
                                .header("X-Forwarded-For", "6.6.6.6, " + address.formatted(i % 250 + 1))
                                .POST(BodyPublishers.noBody()));
                        return answer.status() == 200 ? passed.incrementAndGet() : 0;
                    })
                    .results();
            assertThat(passed.get()).isBetween(isOne ? 200 : 400, isOne ? 350 : 400);
            assertThat(node.asked().get(0).header("x-forwarded-for")).matches(address.formatted("[0-9]+"));
        }
    }

    private int passed(NginxProcess nginx, int times, IntFunction<String> cookies) {
        node.answer(request -> Reply.page("ok"));
        List<Integer> passed = ConcurrentRun.of(20, member -> {
                    int count = 0;
                    for (int i = member; i < times; i += 20) {
                        ShopClient shop = nginx.shop().withCookie(cookies.apply(i));
                        count += shop.execute(1000, MD5).status() == 200 ? 1 : 0;
                    }
                    return count;
                })
                .results();
        return passed.stream().mapToInt(i -> i).sum();
    }

    private static int refused(List<Answer> answers) {
        return (int) answers.stream().filter(answer -> answer.status() == 429).count();
    }

    /** Well-formed; only a node can tell that it was never signed. */
    private static String cookie(int number) {
        return String.format(Locale.ROOT, "13800000000.1700000000000.%043d", number);
    }

    private static int port(ShopClient shop) {
        return URI.create(shop.base()).getPort();
    }
}
