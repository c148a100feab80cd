package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.nginx.RecordingNode.Asked;
import org.seckill.nginx.RecordingNode.Reply;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;

/** What a shopper is told when a node refuses or none can be asked: never more than is known. */
@Tag("nginx")
class RefusalsIT {
    private static final String MD5 = "0".repeat(32);
    private static final String BUSY = "{\"success\":false,\"data\":{\"state\":-4},\"error\":\"busy, try again\"}";

    private final RecordingNode first = new RecordingNode();
    private final RecordingNode second = new RecordingNode();
    private NginxProcess nginx;
    private ShopClient shop;

    @BeforeEach
    void start() {
        nginx = NginxProcess.before(first.port(), second.port());
        shop = nginx.shop();
    }

    @AfterEach
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
        first.close();
        second.close();
    }

    /** The sale's lane is full there. Its crowd is not sent to the other node, and the node goes on selling the others. */
    @Test
    void aBusyNodeIsHeardAndStaysInTheShop() {
        Stream.of(first, second).forEach(node -> node.answer(request -> busy()));
        for (int i = 0; i < 20; i++) {
            Answer answer = shop.execute(1000, MD5);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("7");
            assertThat(answer.http().body()).isEqualTo(BUSY);
        }
        assertThat(first.asked()).hasSize(10);
        assertThat(second.asked()).hasSize(10);
    }

    /** The node that died may have recorded the purchase, so "certainly not bought" would be a lie. */
    @Test
    void afterADeathInMidPurchaseABusyNodesAnswerIsNotTheLastWord() {
        first.answer(request -> null);
        second.answer(request -> busy());
        Answer answer = Stream.generate(() -> shop.execute(1000, MD5))
                .limit(2)
                .filter(told -> told.status() != 503)
                .findFirst()
                .orElseThrow();
        assertThat(first.asked()).hasSize(1);
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.json().get("error").asString()).isEqualTo("outcome unknown, ask for the result");
        assertThat(answer.header("Retry-After")).isEmpty();
    }

    @Test
    void afterADeathInMidPurchaseTheOtherNodesAnswerCounts() {
        first.answer(request -> null);
        second.answer(request -> new Reply(401, Map.of("Content-Type", "application/json"), "{}"));
        for (int i = 0; i < 2; i++) {
            assertThat(shop.execute(1000, MD5).status()).isEqualTo(401);
        }
    }

    /** They only ask, or may be repeated: whoever cannot be served comes back, and no status says "unknown". */
    @ParameterizedTest
    @ValueSource(strings = {"/seckill/login", "/seckill/logout", "/seckill/1000/exposer", "/seckill/language"})
    void whatMayBeRepeatedIsAskedElsewhereWhenItsNodeDies(String path) {
        first.answer(request -> null);
        for (int i = 0; i < 4; i++) {
            assertThat(shop.post(path, "phone=13800000000").status()).isEqualTo(200);
        }
        second.answer(request -> null);
        assertBusy(shop.post(path, "phone=13800000000"));
    }

    @Test
    void whenNoNodeCanBeAskedProgramsGetTheEnvelopeAndPeopleAPage() {
        first.close();
        second.close();
        IntStream.range(0, 3).forEach(i -> assertBusy(shop.get("/seckill/me")));
        for (String path : new String[] {"/", "/seckill/list", "/seckill/1000/detail", "/seckill/purchases"}) {
            Answer page = shop.send(shop.request(path).header("Accept", "text/html,*/*;q=0.8"));
            assertThat(page.status()).as(path).isEqualTo(503);
            assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(page.header("Cache-Control")).isEqualTo("no-store");
            assertThat(page.header("Retry-After")).isEqualTo("1");
            assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
            assertThat(page.http().body())
                    .contains("<html lang=\"en\">", "Please try again")
                    .doesNotContain("nginx");
            Answer chinese = shop.withCookie("language=zh")
                    .send(shop.request(path).header("Accept", "text/html").header("Cookie", "language=zh"));
            assertThat(chinese.http().body()).contains("<html lang=\"zh-CN\">", "稍后再试");
        }
    }

    @Test
    void aNodesOwnRefusalsPassAsTheyAre() {
        for (int status : new int[] {400, 401, 403, 404, 405, 411, 413, 429, 500}) {
            Reply reply = new Reply(status, Map.of("Content-Type", "application/json", "X-Own", "yes"), "{\"own\":1}");
            Stream.of(first, second).forEach(node -> node.answer(request -> reply));
            for (Answer answer : new Answer[] {
                shop.execute(1000, MD5), shop.get("/seckill/me"), shop.get("/seckill/" + status + "/detail")
            }) {
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.header("X-Own")).isEqualTo("yes");
                assertThat(answer.http().body()).isEqualTo("{\"own\":1}");
            }
        }
        assertThat(first.asked().size() + second.asked().size()).isEqualTo(9 * 3);
        assertThat(first.asked()).extracting(Asked::method).contains("GET", "POST");
    }

    private static Reply busy() {
        return new Reply(503, Map.of("Content-Type", "application/json", "Retry-After", "7"), BUSY);
    }

    private static void assertBusy(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.http().body()).isEqualTo("{\"success\":false,\"data\":null,\"error\":\"busy, try again\"}");
    }
}
