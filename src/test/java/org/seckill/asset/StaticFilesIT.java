package org.seckill.asset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;

/** What browsers load beside the pages, from the application itself. */
class StaticFilesIT {
    private static final ShopClient SHOP = TestShop.shared().client();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Pattern STATIC = Pattern.compile("(?:href|src)=\"(/static/[^\"]*)\"");
    private static final Pattern NAMED_AFTER_CONTENT = Pattern.compile("/static/built/.+-[A-Z2-7]{8}\\.[a-z]+");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import)\"\\./(chunk-[A-Z2-7]{8}\\.js)\"");
    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript;charset=utf-8", "css", "text/css;charset=utf-8", "svg", "image/svg+xml");

    private static final int DETAIL_BYTES = 100_000;
    private static final int DETAIL_REQUESTS = 8;

    static List<String> pages() {
        long sale = new TestSales(TestEngines.database()).open(1);
        return List.of("/seckill/list", "/seckill/" + sale + "/detail", "/seckill/purchases", "/seckill/1/detail");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whateverAPageLoadsIsNamedAfterItsContentAndKeptForAYear(String page) {
        List<String> addresses = addresses(page);

        assertThat(addresses).isNotEmpty().allSatisfy(address -> {
            assertThat(address).matches(NAMED_AFTER_CONTENT);
            HttpResponse<byte[]> answer = get(address, "identity");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Content-Type").replace(" ", ""))
                    .isEqualToIgnoringCase(TYPES.get(address.replaceFirst(".*\\.", "")));
            assertThat(header(answer, "Cache-Control").split(", "))
                    .containsExactlyInAnyOrder("public", "max-age=31536000", "immutable");
            assertThat(answer.headers().allValues("Vary"))
                    .singleElement()
                    .asString()
                    .isEqualToIgnoringCase("Accept-Encoding");
            assertThat(header(answer, "Content-Encoding")).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whoAcceptsGzipGetsTheSameContentInFewerBytes(String page) throws IOException {
        for (String address : addresses(page)) {
            HttpResponse<byte[]> plain = get(address, "identity");
            HttpResponse<byte[]> zipped = get(address, "br, gzip;q=0.8");

            assertThat(header(zipped, "Content-Encoding")).as(address).isEqualTo("gzip");
            assertThat(zipped.headers().allValues("Vary"))
                    .singleElement()
                    .asString()
                    .isEqualToIgnoringCase("Accept-Encoding");
            assertThat(header(zipped, "Content-Type")).isEqualTo(header(plain, "Content-Type"));
            assertThat(header(zipped, "Content-Length")).isEqualTo(Integer.toString(zipped.body().length));
            assertThat(unzipped(zipped)).isEqualTo(plain.body());
            if (plain.body().length > 1_000) {
                assertThat(zipped.body().length).as(address).isLessThan(plain.body().length / 2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageHasOneStyleSheetAndOneScriptAndTellsOfAllThatTheScriptImports(String page) {
        String html = SHOP.get(page).http().body();

        assertThat(html.split("<link rel=\"stylesheet\"", -1)).hasSize(2);
        assertThat(html.split("<script", -1)).hasSize(2);
        String script = Pattern.compile("<script type=\"module\" src=\"([^\"]+)\"")
                .matcher(html)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
        assertThat(Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\"")
                        .matcher(html)
                        .results())
                .extracting(match -> match.group(1))
                .containsExactlyInAnyOrderElementsOf(imported(script, new HashSet<>()));
    }

    @Test
    void aColdDetailPageIsSmallAndAsksForFewFiles() {
        String page = pages().get(1);
        Set<String> addresses = new HashSet<>(addresses(page));
        int bytes = Stream.concat(Stream.of(page), addresses.stream())
                .mapToInt(address -> get(address, "gzip").body().length)
                .sum();

        assertThat(addresses).hasSizeLessThanOrEqualTo(DETAIL_REQUESTS);
        assertThat(bytes).isLessThan(DETAIL_BYTES);
    }

    @Test
    void whoHasAFileIsToldThatItHasNotChangedAndNothingMore() {
        for (String address : List.of(addresses("/seckill/list").get(0), "/static/img/parcel.svg")) {
            String tag = header(get(address, "gzip"), "ETag");

            HttpResponse<byte[]> same = get(address, "gzip", "If-None-Match", tag);
            assertThat(same.statusCode()).isEqualTo(304);
            assertThat(same.body()).isEmpty();
            assertThat(header(same, "ETag")).isEqualTo(tag);
            assertThat(header(same, "Vary")).isEqualToIgnoringCase("Accept-Encoding");
            assertThat(header(same, "Cache-Control")).isNotEmpty();
            assertThat(get(address, "gzip", "If-None-Match", "W/\"other\"").statusCode())
                    .isEqualTo(200);
        }
    }

    // The dates in an archive are those of no file: a browser that went by them would keep an old picture for ever.
    @Test
    void noFileIsToldByItsDate() {
        for (String address : List.of(addresses("/seckill/list").get(0), "/static/img/parcel.svg")) {
            HttpResponse<byte[]> answer =
                    get(address, "identity", "If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT");
            assertThat(answer.statusCode()).as(address).isEqualTo(200);
            assertThat(header(answer, "Last-Modified")).isEmpty();
        }
    }

    @Test
    void whatIsNotNamedAfterItsContentIsAskedForEachTime() {
        HttpResponse<byte[]> picture = get("/static/img/parcel.svg", "identity");

        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(header(picture, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(picture, "Content-Type")).isEqualTo("image/svg+xml");
        assertThat(header(picture, "ETag")).startsWith("W/\"");
        assertThat(header(picture, "Vary")).isEqualToIgnoringCase("Accept-Encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip;q=0", "br, GZIP; q=0.000, *;q=0.5", "deflate", "identity"})
    void whoRefusesGzipGetsNone(String accepted) {
        for (String address : addresses("/seckill/list")) {
            assertThat(header(get(address, accepted), "Content-Encoding"))
                    .as(address)
                    .isEmpty();
        }
    }

    @Test
    void aDebuggerFindsTheMapOfEachScript() {
        String script = addresses(pages().get(1)).stream()
                .filter(address -> address.contains("/detail-"))
                .findFirst()
                .orElseThrow();
        HttpResponse<byte[]> map = get(script + ".map", "gzip");

        assertThat(map.statusCode()).isEqualTo(200);
        assertThat(header(map, "Content-Type")).isEqualTo("application/json");
        assertThat(header(map, "Cache-Control")).contains("immutable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static",
                "/static/",
                "/static/built",
                "/static/built/",
                "/static/built/js",
                "/static/built/js/",
                "/static/img",
                "/static/img/",
                "/static/built/manifest.json",
                "/static//built/manifest.json",
                "/static/%62uilt/manifest.json",
                "/static/built/js/shop-AAAAAAAA.js",
                "/static/built/..%2fimg/parcel.svg",
                "/static/img/../../logback.xml",
                "/static/img/..%2f..%2flogback.xml",
                "/static/img/%252e%252e/%252e%252e/logback.xml",
                "/static/img/..;/..;/logback.xml",
                "/static/img/..%5c..%5clogback.xml",
                "/static/js/shop.js",
                "/static/css/shop.css",
                "/static/lib/jquery/jquery.min.js"
            })
    void nothingElseIsThere(String address) {
        HttpResponse<byte[]> answer = get(address, "gzip");

        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(header(answer, "Cache-Control")).doesNotContain("immutable");
    }

    @Test
    void theCompressedFormHasNoAddressOfItsOwn() {
        assertThat(addresses("/seckill/list"))
                .allSatisfy(address ->
                        assertThat(get(address + ".gz", "gzip").statusCode()).isEqualTo(404));
    }

    /** What it imports at once, and what that does. */
    private static Set<String> imported(String script, Set<String> known) {
        String text = SHOP.get(script).http().body();
        IMPORT.matcher(text)
                .results()
                .map(match -> "/static/built/js/" + match.group(1))
                .forEach(chunk -> {
                    if (known.add(chunk)) {
                        imported(chunk, known);
                    }
                });
        return known;
    }

    private static List<String> addresses(String page) {
        return STATIC.matcher(SHOP.get(page).http().body())
                .results()
                .map((MatchResult match) -> match.group(1))
                .distinct()
                .toList();
    }

    private static HttpResponse<byte[]> get(String address, String encoding, String... headers) {
        HttpRequest.Builder request = SHOP.request(address).header("Accept-Encoding", encoding);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static byte[] unzipped(HttpResponse<byte[]> answer) throws IOException {
        try (GZIPInputStream content = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return content.readAllBytes();
        }
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
