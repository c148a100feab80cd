package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;

/** Files, which are Nginx's own work. */
@Tag("nginx")
class FilesIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SCRIPT = "export const text = '手机';\n".repeat(50);

    private static RecordingNode node;
    private static NginxProcess nginx;
    private static ShopClient shop;

    @BeforeAll
    static void start() throws IOException {
        Path files = TestFolders.anew("nginx", "files");
        write(files, "built/js/detail-ABCDEFGH.js", SCRIPT);
        compress(files.resolve("built/js/detail-ABCDEFGH.js"));
        write(files, "built/css/shop-ABCDEFGH.css", "p{}");
        write(files, "built/img/phone-ABCDEFGH.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
        write(files, "built/manifest.json", "{}");
        write(files, "js/detail.js", SCRIPT);
        write(files, "img/favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
        write(files, "img/sale/phone.png", "x");
        write(files, "img/.hidden/x.png", "x");
        write(files, "img/.hidden.png", "x");
        write(files.getParent(), "secret.js", "x");
        node = new RecordingNode();
        nginx = NginxProcess.serving(files, node.port());
        shop = nginx.shop();
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    void aRequestForAFileNeverReachesANode() {
        String[] paths = {
            "/static/built/js/detail-ABCDEFGH.js",
            "/static/img/favicon.svg?anything",
            "/static/built/js/none-ABCDEFGH.js",
            "/static/img/none.png",
            "/static/js/detail.js",
            "/static/",
            "/static",
            "/favicon.ico"
        };
        for (String path : paths) {
            shop.get(path);
            shop.post(path, "");
        }
        assertThat(node.asked()).isEmpty();
        shop.get("/seckill/me");
        assertThat(node.asked()).as("others do").hasSize(1);
        node.asked().clear();
    }

    /** The application serves them too where there is no Nginx, at the same addresses. */
    @Test
    void everyFileOfTheBuildIsTheSameFromHereAndFromANodeAlsoWhileNoNodeLives() throws IOException {
        List<String> paths;
        Path home = Path.of("web-static");
        try (Stream<Path> all = Files.walk(home)) {
            paths = all.filter(Files::isRegularFile)
                    .map(file -> "/static/" + home.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
        ShopClient application = TestShop.shared().client();
        int served = 0;
        try (NginxProcess alone = NginxProcess.before(Program.freePort())) {
            for (String path : paths) {
                for (String encoding : new String[] {"gzip", "identity"}) {
                    Answer theirs = application.send(application.request(path).header("Accept-Encoding", encoding));
                    Answer ours = alone.shop().send(application.request(path).header("Accept-Encoding", encoding));
                    assertThat(told(ours)).as(path).isEqualTo(told(theirs));
                    served += ours.status() == 200 ? 1 : 0;
                }
            }
        }
        assertThat(served).isBetween(20, 2 * paths.size() - 20);
    }

    @ParameterizedTest
    @CsvSource({
        "/static/built/js/detail-ABCDEFGH.js,   text/javascript; charset=utf-8, 'max-age=31536000, public, immutable'",
        "/static/built/css/shop-ABCDEFGH.css,   text/css; charset=utf-8,        'max-age=31536000, public, immutable'",
        "/static/built/img/phone-ABCDEFGH.svg,  image/svg+xml; charset=utf-8,   'max-age=31536000, public, immutable'",
        "/static/img/sale/phone.png,            image/png,                      no-cache",
        "/page/error.css,                       text/css; charset=utf-8,        no-cache",
        "/static/img/favicon.svg,               image/svg+xml; charset=utf-8,   no-cache",
        "/favicon.ico,                          image/svg+xml; charset=utf-8,   no-cache"
    })
    void aFileHasItsTypeAndIsKeptForeverOnlyUnderANameOfItsContent(String path, String type, String kept) {
        Answer answer = shop.get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.http().headers().allValues("Cache-Control")).containsExactly(kept);
    }

    @Test
    void whoTakesGzipGetsWhatTheBuildHasCompressed() throws IOException {
        String path = "/static/built/js/detail-ABCDEFGH.js";
        HttpResponse<byte[]> packed = bytes(path, "br, gzip");
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.headers().firstValue("Content-Type")).hasValue("text/javascript; charset=utf-8");
        assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .asString()
                .isEqualTo(SCRIPT);
        HttpResponse<byte[]> plain = bytes(path, "identity");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(plain.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(plain.body()).asString().isEqualTo(SCRIPT);
    }

    @Test
    void whoHasTheFileAlreadyIsToldSo() {
        String path = "/static/built/js/detail-ABCDEFGH.js";
        Answer again = shop.send(
                shop.request(path).header("If-None-Match", shop.get(path).header("ETag")));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.header("Cache-Control")).contains("immutable");
        assertThat(again.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/built/js/none-ABCDEFGH.js",
                "/static/built/manifest.json",
                "/static/built/js/detail-ABCDEFGH.js.gz",
                "/static/js/detail.js",
                "/static/img/none.png",
                "/static/img/.hidden/x.png",
                "/static/img/.hidden.png",
                "/static/img",
                "/static/img/",
                "/static/img/sale",
                "/static/img/sale/",
                "/static/",
                "/static/built",
                "/static/built/",
                "/static/../secret.js",
                "/static/%2e%2e/secret.js",
                "/static../secret.js",
                "/static",
                "/secret.js"
            })
    void whatIsNoFileOfTheShopIsNotFoundAndNotKept(String path) {
        Answer answer = shop.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().get("error").asString()).isEqualTo("not found");
    }

    private static List<String> told(Answer answer) {
        return Stream.of("Content-Type", "Content-Encoding", "Cache-Control", "Vary")
                .map(name -> answer.status() + " " + name + ": "
                        + answer.header(name).replace(" ", "").toLowerCase(Locale.ROOT))
                .toList();
    }

    private static HttpResponse<byte[]> bytes(String path, String encodings) throws IOException {
        try {
            return HTTP.send(
                    shop.request(path).header("Accept-Encoding", encodings).build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void compress(Path file) throws IOException {
        try (OutputStream packed =
                new GZIPOutputStream(Files.newOutputStream(file.resolveSibling(file.getFileName() + ".gz")))) {
            Files.copy(file, packed);
        }
    }
}
