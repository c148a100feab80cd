package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;

/** The real pages, as Nginx keeps them. */
@Tag("nginx")
class PagesIT {
    private static final ShopClient DIRECT = TestShop.shared().client();

    private static NginxProcess nginx;
    private static String detail;

    @BeforeAll
    static void start() {
        nginx = NginxProcess.before(DIRECT.port());
        detail = "/seckill/" + new TestSales(TestEngines.database()).open(5) + "/detail";
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, en",
                "-, 'zh-CN,zh;q=0.9,en;q=0.8', 'gzip, deflate, br', zh",
                "-, 'en-US,en;q=0.9', gzip, en",
                "language=zh, en, -, zh",
                "language=en, zh, gzip, en",
                "language=fr, zh, identity, zh"
            })
    void aPageIsTheOneThatTheNodeGivesTheSameReader(String cookie, String language, String encoding, String shown) {
        Answer theirs = read(DIRECT, cookie, language, encoding, "");
        Answer ours = read(nginx.shop(), cookie, language, encoding, "");
        assertThat(ours.http().body()).isEqualTo(theirs.http().body());
        assertThat(ours.header("Content-Language")).isEqualTo(shown);
        for (String name : new String[] {"ETag", "Vary", "Content-Encoding", "Content-Type", "Content-Language"}) {
            assertThat(ours.header(name)).as(name).isEqualTo(theirs.header(name));
        }
        Answer again = read(nginx.shop(), cookie, language, encoding, ours.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.http().body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(ours.header("ETag"));
        assertThat(again.header("Content-Security-Policy")).isEqualTo(theirs.header("Content-Security-Policy"));
    }

    @Test
    void theSwitchOfTheLanguageLeadsBackToThePageInTheOtherLanguage() {
        ShopClient shop = nginx.shop();
        Answer answer = shop.send(shop.request("/seckill/language")
                .header("Origin", shop.base())
                .header("Referer", shop.base() + detail)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("language=zh")));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).endsWith(detail);
        ShopClient reader = shop.withCookie(answer.header("Set-Cookie").replaceFirst(";.*", ""));
        assertThat(reader.get(detail).http().body()).contains("<html lang=\"zh");
        assertThat(shop.get(detail).http().body()).contains("<html lang=\"en");
    }

    private static Answer read(ShopClient shop, String cookie, String language, String encoding, String tag) {
        ShopClient reader = cookie == null ? shop : shop.withCookie(cookie);
        var request = reader.request(detail).header("If-None-Match", tag.isEmpty() ? "\"none\"" : tag);
        if (language != null) {
            request.header("Accept-Language", language);
        }
        if (encoding != null) {
            request.header("Accept-Encoding", encoding);
        }
        return reader.send(request.GET());
    }
}
