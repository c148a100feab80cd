package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.nginx.RecordingNode.Asked;
import org.seckill.nginx.RecordingNode.Reply;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.run.ConcurrentRun;

/** Nginx caches list and detail for one second for all visitors, and nothing else. */
@Tag("nginx")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MicroCacheIT {
    private static final String LIST = "/seckill/list";
    private static final String DETAIL = "/seckill/1000/detail";

    private static RecordingNode oldNode;
    private static NginxProcess oldCopies;

    private RecordingNode node;
    private NginxProcess nginx;
    private ShopClient shop;

    /** Nginx forgets this copy while the other tests run. */
    @BeforeAll
    static void keepACopyThatIsNotRead() {
        oldNode = new RecordingNode();
        oldCopies = NginxProcess.before(oldNode.port());
        oldCopies.shop().get(LIST);
        assertThat(oldCopies.copies()).isOne();
        oldNode.answer(request -> Reply.page("changed"));
    }

    @AfterAll
    static void stopTheOther() {
        oldCopies.close();
        oldNode.close();
    }

    @BeforeEach
    void start() {
        node = new RecordingNode();
        nginx = NginxProcess.before(node.port());
        shop = nginx.shop();
    }

    @AfterEach
    void stop() {
        nginx.close();
        node.close();
    }

    @Test
    void aCrowdReachesTheNodeAboutOnceASecond() {
        List<String> paths = List.of(DETAIL, LIST + "?page=2");
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        List<Integer> seen = ConcurrentRun.of(20, i -> {
                    int served = 0;
                    for (; System.nanoTime() - end < 0; served++) {
                        assertThat(shop.get(paths.get(i % 2)).status()).isEqualTo(200);
                    }
                    return served;
                })
                .results();
        assertThat(seen.stream().mapToInt(i -> i).sum()).isGreaterThan(200);
        for (String path : paths) {
            assertThat(node.asked())
                    .filteredOn(asked -> asked.target().equals(path))
                    .hasSizeBetween(2, 5);
        }
    }

    @Test
    void aCrowdThatComesFirstOfAllIsOneRequest() {
        node.answer(request -> {
            sleep(Duration.ofMillis(700));
            return Reply.page("made with effort");
        });
        List<Answer> answers = ConcurrentRun.of(50, i -> shop.get(LIST)).results();
        assertThat(answers).extracting(answer -> answer.http().body()).containsOnly("made with effort");
        assertThat(node.asked()).hasSize(1);
    }

    @Test
    void whileANewCopyIsMadeTheOldOneIsShown() {
        shop.get(LIST);
        node.answer(request -> {
            sleep(Duration.ofSeconds(3));
            return Reply.page("the new copy");
        });
        sleep(Duration.ofMillis(1100));
        AtomicInteger quick = new AtomicInteger();
        List<Answer> answers = ConcurrentRun.of(20, i -> {
                    long begun = System.nanoTime();
                    Answer answer = shop.get(LIST);
                    quick.addAndGet(
                            System.nanoTime() - begun < Duration.ofSeconds(2).toNanos() ? 1 : 0);
                    return answer;
                })
                .results();
        // Nginx hears the next request of a connection only after the update that the last one has set off.
        assertThat(quick).hasValueGreaterThanOrEqualTo(19);
        assertThat(answers.stream()
                        .filter(answer -> answer.http().body().equals("a page"))
                        .count())
                .isGreaterThanOrEqualTo(19);
        await().until(() -> shop.get(LIST).http().body().equals("the new copy"));
    }

    /** Nothing that a visitor makes up opens a way past the copies. */
    @Test
    void whatIsAddedToTheRequestDoesNotReachTheNode() {
        long begun = System.nanoTime();
        for (int i = 0; i < 60; i++) {
            String made = Integer.toHexString(ThreadLocalRandom.current().nextInt());
            assertThat(shop.withCookie("killPhone=" + made + "; x=" + made)
                            .send(shop.request(LIST + "?x=" + made + "&" + made)
                                    .header("X-" + made, made)
                                    .header("Cache-Control", "no-cache")
                                    .header("Pragma", "no-cache")
                                    .header("X-Forwarded-Host", made)
                                    .header("User-Agent", made))
                            .status())
                    .isEqualTo(200);
            assertThat(shop.get(DETAIL + "?page=" + i).status()).isEqualTo(200);
            assertThat(shop.get("/seckill/%6cist?page=" + (100_000 + i)).status())
                    .isEqualTo(200);
            assertThat(shop.get("//seckill/./list?page=x" + made).status()).isEqualTo(200);
        }
        assertThat(node.asked())
                .extracting(Asked::target)
                .containsOnly(LIST, DETAIL, LIST + "?page=99999", LIST + "?page=none");
        int seconds = (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertThat(node.asked()).hasSizeLessThan(4 * (seconds + 3));
        assertThat(node.asked().get(0).headers().keySet())
                .isSubsetOf("host", "x-forwarded-proto", "accept-language", "connection", "if-none-match");
    }

    /** A body that followed a request without its length would be the node's next request. */
    @Test
    void theBodyOfAGetIsNotPassedOn() {
        String hidden = "GET /seckill/me HTTP/1.1\r\nHost: localhost\r\n\r\n";
        for (int i = 0; i < 3; i++) {
            Answer answer = shop.send(
                    shop.request("/seckill/" + (1000 + i) + "/detail").method("GET", BodyPublishers.ofString(hidden)));
            assertThat(answer.http().body()).isEqualTo("a page");
        }
        assertThat(node.asked()).hasSize(3).noneMatch(asked -> asked.target().equals("/seckill/me"));
    }

    @Test
    void aHeadIsAnsweredFromTheCopy() {
        shop.get(LIST);
        Answer head = shop.send(shop.request(LIST).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.status()).isEqualTo(200);
        assertThat(node.asked()).hasSizeLessThan(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-           | -                               | -                  | en |",
                "-           | zh-CN,zh;q=0.9,en;q=0.8         | -                  | zh |",
                "-           | en-GB,en;q=0.9,zh;q=0.8         | -                  | en |",
                "-           | fr, de;q=0.9, zh;q=0.5          | -                  | zh |",
                "-           | fr-FR, fr                       | -                  | en |",
                "-           | ZH                              | -                  | zh |",
                "-           | zhx, english                    | -                  | en |",
                "language=zh | en                              | -                  | zh |",
                "a=1; language=en; b=2 | zh                    | -                  | en |",
                "language=fr | zh                              | -                  | zh |",
                "language=\"><script> | zh                     | -                  | zh |",
                "language2=en| zh                              | -                  | zh |",
                "-           | -                               | gzip               | en | gzip",
                "-           | -                               | br;q=1.0, gzip;q=0.5 | en | gzip",
                "-           | -                               | GZIP               | en | gzip",
                "-           | -                               | gzip;q=0           | en |",
                "-           | -                               | gzip ; q=0.0, br   | en |",
                "-           | -                               | gzip;q=0.01        | en | gzip",
                "-           | -                               | identity           | en |",
                "-           | -                               | xgzip              | en |",
                "language=zh | en                              | br,gzip            | zh | gzip"
            })
    void theNodeIsAskedForWhatTheVisitorReads(
            String cookie, String accepted, String encodings, String language, String encoding) {
        assertThat(readBy(cookie, accepted, encodings)).isEqualTo(language + '/' + (encoding == null ? "" : encoding));
    }

    @Test
    void languagesAndEncodingsAreNeverMixed() {
        String[][] visitors = {
            {null, "zh", null, "zh/"},
            {null, "en", null, "en/"},
            {"language=zh", "en", "gzip", "zh/gzip"},
            {"language=en", "zh", "gzip", "en/gzip"}
        };
        ConcurrentRun.of(40, i -> {
                    String[] visitor = visitors[i % visitors.length];
                    for (int n = 0; n < 100; n++) {
                        assertThat(readBy(visitor[0], visitor[1], visitor[2])).isEqualTo(visitor[3]);
                    }
                    return i;
                })
                .results();
        assertThat(node.asked()).hasSizeLessThan(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/seckill/me",
                "/seckill/purchases",
                "/seckill/time/now",
                "/seckill/1000/exposer",
                "/seckill/1000/result",
                "/healthz",
                "/seckill/x/detail",
                "/seckill/list/",
                "/seckill/1000/detail/x"
            })
    void nothingElseIsKept(String path) {
        AtomicInteger count = new AtomicInteger();
        node.answer(request -> Reply.page("answer " + count.incrementAndGet()));
        for (int i = 1; i <= 5; i++) {
            assertThat(shop.get(path).http().body()).isEqualTo("answer " + i);
        }
    }

    @Test
    void whatComesWithACookieIsNotKept() {
        node.answer(request -> new Reply(200, Map.of("Set-Cookie", "killPhone=1"), "for one"));
        for (int i = 0; i < 3; i++) {
            shop.get(LIST);
        }
        assertThat(node.asked()).hasSize(3);
    }

    @Test
    void browsersAreToldWhatTheNodeSaysAndCheckTheirCopyHere() {
        Answer first = shop.get(LIST);
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(first.header("Vary")).isEqualTo("Accept-Encoding, Accept-Language, Cookie");
        for (int i = 0; i < 5; i++) {
            Answer again = shop.send(shop.request(LIST).header("If-None-Match", first.header("ETag")));
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.header("Vary")).isEqualTo(first.header("Vary"));
        }
        assertThat(shop.send(shop.request(LIST).header("If-None-Match", "\"another\""))
                        .status())
                .isEqualTo(200);
        assertThat(node.asked()).hasSizeLessThan(4);
    }

    @Test
    void anOldCopyIsCheckedAtTheNodeByItsTag() {
        Answer first = shop.get(LIST);
        node.answer(request -> request.header("if-none-match").equals(first.header("ETag"))
                ? new Reply(304, Map.of("ETag", first.header("ETag")), "")
                : Reply.page("not expected"));
        await().until(() -> {
            assertThat(shop.get(LIST).http().body()).isEqualTo("a page");
            return node.asked().size() > 2;
        });
        assertThat(node.asked().stream().skip(1))
                .allSatisfy(asked -> assertThat(asked.header("if-none-match")).isEqualTo(first.header("ETag")));
    }

    @Test
    void anUnknownSaleIsAskedForOnceASecond() {
        node.answer(request -> new Reply(404, Map.of("Cache-Control", "no-store"), "unknown"));
        for (int i = 0; i < 20; i++) {
            Answer answer = shop.get("/seckill/4711/detail");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
        assertThat(node.asked()).hasSizeLessThan(4);
    }

    @Test
    void whileNoNodeCanAnswerTheLastCopyIsShown() {
        List<Integer> faults = List.of(500, 503, 0);
        for (int status : faults) {
            shop.get(detail(status));
        }
        node.asked().clear();
        node.answer(request -> request.target().equals(detail(0))
                ? null
                : new Reply(request.target().equals(detail(500)) ? 500 : 503, Map.of(), "broken"));
        for (int i = 0; i < 4; i++) {
            sleep(Duration.ofMillis(800));
            for (int status : faults) {
                Answer answer = shop.get(detail(status));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.http().body()).isEqualTo("a page");
            }
        }
        assertThat(node.asked())
                .extracting(Asked::target)
                .contains(faults.stream().map(MicroCacheIT::detail).toArray(String[]::new));
    }

    private static String detail(int sale) {
        return "/seckill/" + (1000 + sale) + "/detail";
    }

    /** The first of a crowd asks, and the others do not stand in line for the same refusal. */
    @ParameterizedTest
    @ValueSource(ints = {500, 503, 0})
    void aCrowdThatNobodyCanServeIsToldSoAtOnce(int status) {
        node.answer(request -> status == 0 ? null : new Reply(status, Map.of(), "broken"));
        long begun = System.nanoTime();
        List<Answer> answers = ConcurrentRun.of(50, i -> shop.get(LIST)).results();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        assertThat(answers).extracting(Answer::status).containsOnly(status == 0 ? 503 : status);
        assertThat(node.asked()).hasSizeLessThan(5);
        node.answer(request -> Reply.page("mended"));
        await().until(() -> shop.get(LIST).http().body().equals("mended"));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aCopyThatIsNotReadForTenSecondsIsNotShown() {
        await().until(() -> oldCopies.copies() == 0);
        assertThat(oldCopies.shop().get(LIST).http().body()).isEqualTo("changed");
    }

    private String readBy(String cookie, String accepted, String encodings) {
        node.answer(request -> Reply.page(request.header("accept-language") + '/' + request.header("accept-encoding")));
        ShopClient visitor = cookie == null ? shop : shop.withCookie(cookie);
        var request = visitor.request(DETAIL);
        if (accepted != null) {
            request.header("Accept-Language", accepted);
        }
        if (encodings != null) {
            request.header("Accept-Encoding", encodings);
        }
        return visitor.send(request.GET()).http().body();
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
