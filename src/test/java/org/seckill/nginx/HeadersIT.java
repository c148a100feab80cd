package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;

/** Nginx in front changes nothing of what browsers are told. */
@Tag("nginx")
class HeadersIT {
    /** They describe one transfer or one content; whatever else there is has to be the same. */
    private static final Set<String> OF_THE_TRANSFER = Set.of(
            "accept-ranges",
            "connection",
            "content-length",
            "content-type",
            "date",
            "etag",
            "keep-alive",
            "last-modified",
            "server",
            "transfer-encoding",
            "vary");

    private static final ShopClient DIRECT = TestShop.shared().client();

    private static NginxProcess nginx;
    private static long sale;

    @BeforeAll
    static void start() {
        nginx = NginxProcess.before(DIRECT.port());
        sale = new TestSales(TestEngines.database()).open(1);
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /,                           302",
        "GET,    /seckill/list,               200",
        "GET,    /seckill/list?page=x,        400",
        "GET,    /seckill/SALE/detail,        200",
        "GET,    /seckill/4711/detail,        404",
        "GET,    /seckill/purchases,          200",
        "GET,    /seckill/me,                 200",
        "GET,    /seckill/time/now,           200",
        "GET,    /healthz,                    200",
        "POST,   /seckill/SALE/exposer,       401",
        "POST,   /seckill/SALE/0/execution,   401",
        "POST,   /seckill/login,              400",
        "DELETE, /seckill/list,               405",
        "GET,    /seckill/none/at/all,        404",
        "GET,    /static/BUILT,               200",
        "GET,    /static/img/favicon.svg,     200"
    })
    void anAnswerHasTheSameHeadersWithAndWithoutNginx(String method, String path, int status) {
        Answer direct = ask(DIRECT, method, path);
        Answer through = ask(nginx.shop(), method, path);
        assertThat(through.status()).isEqualTo(status).isEqualTo(direct.status());
        assertThat(kept(through)).isEqualTo(kept(direct));
        assertThat(kept(through)).containsKey("content-security-policy");
        assertThat(kept(through).values()).allMatch(values -> values.size() == 1);
    }

    /** What Nginx says in the nodes' place: but for what a cache may keep, as they would. */
    @ParameterizedTest
    @CsvSource({
        "GET,  /none,                 404",
        "GET,  /static/js/none.js,    404",
        "POST, /static/img/parcel.svg, 405",
        "POST, /seckill/login?large,  413"
    })
    void aRefusalOfNginxHasTheHeadersOfOneOfTheApplication(String method, String path, int status) {
        Answer direct = ask(DIRECT, method, path);
        Answer through = ask(nginx.shop(), method, path);
        assertThat(through.status()).isEqualTo(status).isEqualTo(direct.status());
        assertThat(rules(through)).isEqualTo(rules(direct)).containsKey("content-security-policy");
        assertThat(kept(through).values()).allMatch(values -> values.size() == 1);
        assertThat(through.header("Cache-Control")).isEqualTo("no-store");
        assertThat(through.json().get("success").asBoolean()).isFalse();
    }

    private static Answer ask(ShopClient shop, String method, String path) {
        String body = path.endsWith("large") ? "x".repeat(9000) : "";
        return shop.send(shop.request(path.replace("SALE", Long.toString(sale)).replace("BUILT", built()))
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private static String built() {
        Path home = Path.of("web-static");
        try (Stream<Path> scripts = Files.list(home.resolve("built/js"))) {
            return home.relativize(scripts.filter(file -> file.toString().endsWith(".js"))
                            .findFirst()
                            .orElseThrow())
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, List<String>> kept(Answer answer) {
        HttpHeaders all = answer.http().headers();
        Map<String, List<String>> kept = new TreeMap<>(all.map());
        kept.keySet().removeAll(OF_THE_TRANSFER);
        return kept;
    }

    private static Map<String, List<String>> rules(Answer answer) {
        Map<String, List<String>> rules = kept(answer);
        rules.keySet().removeAll(Set.of("allow", "cache-control", "content-disposition"));
        return rules;
    }
}
