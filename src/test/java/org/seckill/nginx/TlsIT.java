package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;

/** The TLS lines with their marks taken away. */
@Tag("nginx")
class TlsIT {
    private static final int NODE = TestShop.shared().port();

    private static NginxProcess nginx;
    private static HttpClient client;
    private static String base;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        Certificate certificate = Certificate.in(TestFolders.anew("nginx", "tls"));
        int port = Program.freePort();
        nginx = NginxProcess.overTls(port, certificate.chain(), certificate.key(), NODE);
        client = HttpClient.newBuilder().sslContext(certificate.trust()).build();
        base = "https://localhost:" + port;
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/seckill/list", "/seckill/me", "/static/img/parcel.svg", "/static/none.js", "/none", "/healthz"
            })
    void browsersAreToldToStayWithTls(String path) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + path)));
        assertThat(answer.headers().allValues("Strict-Transport-Security"))
                .containsExactly("max-age=31536000; includeSubDomains");
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    @Test
    void theCookieIsSecureAndTheOriginIsOurs() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + "/seckill/login"))
                .header("Origin", base)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("phone=13800000000")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("Secure", "HttpOnly");
    }

    @Test
    void theRootLeadsToTheListOverTls() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + "/")));
        URI list = URI.create(base + "/")
                .resolve(answer.headers().firstValue("Location").orElseThrow());
        assertThat(list).hasToString(base + "/seckill/list");
    }

    @Test
    void whoComesWithoutTlsIsSentThereAndNothingIsDoneBefore() {
        ShopClient plain = nginx.shop();
        Answer page = plain.get("/seckill/list?page=2");
        assertThat(page.status()).isEqualTo(308);
        assertThat(page.header("Location")).isEqualTo(base + "/seckill/list?page=2");
        assertThat(page.header("Strict-Transport-Security")).isEmpty();
        Answer login = plain.post("/seckill/login", "phone=13800000000");
        assertThat(login.status()).isEqualTo(308);
        assertThat(login.header("Set-Cookie")).isEmpty();
    }

    /** The load balancer's word about TLS counts when it is said to be trusted. */
    @Test
    void behindALoadBalancerThatEndsTlsTheCookieIsSecureToo() {
        try (NginxProcess behind = NginxProcess.behindLoadBalancer(NODE)) {
            ShopClient shop = behind.shop();
            for (String proto : new String[] {"https", "http"}) {
                boolean secure = proto.equals("https");
                Answer login = shop.send(shop.request("/seckill/login")
                        .header("X-Forwarded-Proto", proto)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("phone=13800000000")));
                assertThat(login.header("Set-Cookie").contains("Secure")).isEqualTo(secure);
                for (String path : new String[] {"/seckill/list", "/static/img/parcel.svg"}) {
                    Answer answer = shop.send(shop.request(path).header("X-Forwarded-Proto", proto));
                    assertThat(answer.header("Strict-Transport-Security"))
                            .isEqualTo(secure ? "max-age=31536000; includeSubDomains" : "");
                }
            }
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
