package org.seckill.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.LogLines;
import org.slf4j.LoggerFactory;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The pages of the sales as caches and readers of two languages see them. */
class PageCacheIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final ShopClient SHOP = TestShop.shared().client();

    @Test
    void aPageSaysWhoMayKeepItAndHow() {
        for (String page : List.of("/seckill/list", detail(SALES.open(3)))) {
            Answer answer = SHOP.get(page);
            assertThat(answer.http().headers().allValues("Cache-Control")).containsExactly("no-cache");
            assertThat(answer.http().headers().allValues("Content-Language")).containsExactly("en");
            assertThat(String.join(", ", answer.http().headers().allValues("Vary")))
                    .isEqualTo("Accept-Encoding, Accept-Language, Cookie");
            assertThat(answer.header("ETag")).matches("\"[0-9a-f]{24}\"");
        }
    }

    @Test
    void aPageStaysTheSameForAllUntilSomethingIsSold() {
        long sale = SALES.open(3);
        String first = SHOP.get(detail(sale)).header("ETag");
        await().until(() -> SHOP.get(detail(sale)).header("ETag").equals(first));
        ShopClient buyer = SHOP.loggedIn(ShopClient.phone(1));
        assertThat(buyer.get(detail(sale)).header("ETag")).isEqualTo(first);
        buyer.buy(sale);
        await().until(() -> !SHOP.get(detail(sale)).header("ETag").equals(first));
        assertThat(SHOP.get(detail(sale)).http().body()).contains("data-stock=\"2\"");
    }

    @Test
    void theListChangesInTheMomentInWhichASaleOpens() {
        // A slow machine may show a sale only after it has opened: then one that opens later.
        for (int seconds = 4; !opensOnTheList(seconds); seconds *= 2) {
            assertThat(seconds)
                    .as("seconds that the list does not show a new sale")
                    .isLessThan(60);
        }
    }

    /** @return false if the list first shows the sale when it is open already */
    private static boolean opensOnTheList(int seconds) {
        long sale = SALES.create("soon", 3, Duration.ofSeconds(seconds), Duration.ofDays(800));
        String first = await().until(() -> phaseOnTheList(sale), phase -> phase.matches("SOON|OPEN"));
        await().until(() -> phaseOnTheList(sale).equals("OPEN"));
        return first.equals("SOON");
    }

    @Test
    void whoHasTheNewestVersionIsSentNothing() {
        String page = detail(SALES.open(3));
        String tag = SHOP.get(page).header("ETag");
        Answer again = SHOP.send(SHOP.request(page).header("If-None-Match", tag));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.http().body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(tag);
        Answer other = SHOP.send(SHOP.request(page).header("If-None-Match", "\"other\""));
        assertThat(other.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "gzip, deflate, br|true",
                "br;q=1.0, GZIP;q=0.8|true",
                "gzip;q=1|true",
                "gzip;q=0|false",
                "gzip;q=0.000, br|false",
                "br|false",
                "xgzip|false",
                "''|false"
            })
    void thePageIsCompressedForThoseWhoTakeItSo(String accepted, boolean zipped) throws Exception {
        String page = detail(SALES.open(3));
        Answer plain = SHOP.get(page);
        HttpRequest request = HttpRequest.newBuilder(URI.create(SHOP.base() + page))
                .header("Accept-Encoding", accepted)
                .build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("Content-Encoding").orElse("")).isEqualTo(zipped ? "gzip" : "");
        assertThat(new String(zipped ? unzip(answer.body()) : answer.body(), UTF_8))
                .isEqualTo(plain.http().body());
        assertThat(plain.header("ETag")
                        .equals(answer.headers().firstValue("ETag").orElseThrow()))
                .as("two bodies have two tags")
                .isEqualTo(!zipped);
    }

    @Test
    void aVersionIsRenderedOnceForAWholeCrowdAndOncePerLanguage() {
        long sale = SALES.open(3);
        List<String> rendered = renderings(detail(sale), () -> {
            ConcurrentRun.of(32, i -> {
                        for (int n = 0; n < 10; n++) {
                            assertThat(inLanguage(i % 2 == 0 ? "en" : "zh", detail(sale))
                                            .status())
                                    .isEqualTo(200);
                        }
                        return i;
                    })
                    .results();
        });
        assertThat(rendered.stream().filter(line -> line.contains("\"sale/detail\"")))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|''|en",
                "zh-CN,zh;q=0.9,en;q=0.8|''|zh-CN",
                "zh-TW|''|zh-CN",
                "fr,de;q=0.5|''|en",
                "fr,zh;q=0.5|''|zh-CN",
                "zh-CN,zh;q=0.9;q=0.9|''|zh-CN",
                "*|''|en",
                "en|language=zh|zh-CN",
                "zh|language=en|en",
                "zh|language=fr|zh-CN",
                "en|language=../zh|en",
                "en|killPhone=x; language=zh|zh-CN"
            })
    void thePageSpeaksTheChosenLanguageOrTheOneAskedFor(String accepted, String cookie, String spoken) {
        HttpRequest.Builder request = SHOP.withCookie(cookie).request(detail(SALES.open(1)));
        if (!accepted.isEmpty()) {
            request.header("Accept-Language", accepted);
        }
        assertThat(SHOP.send(request).http().body()).contains("<html lang=\"" + spoken + "\"");
    }

    @Test
    void whoAsksInSeveralLinesDecidesForNobodyElse() {
        HttpRequest.Builder first = SHOP.request(detail(SALES.open(1))).header("Accept-Language", "de-LI");
        HttpRequest.Builder both = first.copy().header("Accept-Language", "zh");
        assertThat(SHOP.send(both).http().body()).contains("<html lang=\"zh-CN\"");
        assertThat(SHOP.send(first).http().body()).contains("<html lang=\"en\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/seckill/list?page=2, /seckill/list?page=2",
        "/seckill/1000/detail, /seckill/1000/detail",
        "/, /",
        "//elsewhere.example/x, /seckill/list",
        "/\\elsewhere.example, /seckill/list"
    })
    void theSwitchKeepsTheLanguageAndLeadsBack(String from, String back) {
        Answer answer = choose("language=zh", SHOP.base() + from);
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo(back);
        assertThat(answer.header("Set-Cookie"))
                .startsWith("language=zh; ")
                .contains("Path=/", "Max-Age=31536000", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Secure");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://elsewhere.example/seckill/purchases", "no address", "mailto:a@b.example", "about:blank"})
    void theSwitchNeverLeadsToAnotherSite(String referer) {
        assertThat(choose("language=en", referer).header("Location")).isEqualTo("/seckill/list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "language=", "language=fr", "language=EN", "language=zh%0D%0Ax"})
    void aLanguageThatTheShopDoesNotSpeakIsRefused(String form) {
        Answer answer = choose(form, SHOP.base() + "/");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    private static String detail(long sale) {
        return "/seckill/" + sale + "/detail";
    }

    private static Answer inLanguage(String language, String page) {
        return SHOP.withCookie("language=" + language).get(page);
    }

    private static Answer choose(String form, String referer) {
        return SHOP.send(SHOP.request("/seckill/language")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Referer", referer)
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static String phaseOnTheList(long sale) {
        for (int page = 1; ; page++) {
            String body = SHOP.get("/seckill/list?page=" + page).http().body();
            int at = body.indexOf("data-sale=\"" + sale + '"');
            if (at >= 0) {
                return body.substring(at).replaceFirst("(?s).*?data-phase=\"([A-Z_]+)\".*", "$1");
            }
            if (!body.contains("id=\"page-next\"")) {
                return "not on the list";
            }
        }
    }

    private static byte[] unzip(byte[] zipped) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes();
    }

    /** What Thymeleaf says that it has rendered meanwhile for requests of this page. */
    private static List<String> renderings(String page, Runnable work) {
        Logger timer = (Logger) LoggerFactory.getLogger("org.thymeleaf.TemplateEngine.TIMER");
        try (LogLines heard = LogLines.of(timer.getName(), event -> page.equals(requested()))) {
            timer.setLevel(Level.TRACE);
            timer.setAdditive(false);
            work.run();
            return heard.all();
        } finally {
            timer.setAdditive(true);
            timer.setLevel(null);
        }
    }

    /** The path of the request that this thread serves. */
    private static String requested() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? request.getRequest().getRequestURI()
                : "";
    }
}
