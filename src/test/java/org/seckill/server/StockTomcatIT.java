package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.net.ConnectException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.Program;

/** The WAR as a guest: deployed twice in one Tomcat that knows nothing of it, at its root and as /shop. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StockTomcatIT {
    private static final int PORT = Program.freePort();
    private static final Pattern ADDRESS = Pattern.compile("(?:href|src|action|data-[a-z-]*url)=\"([^\"#][^\"]*)\"");

    private static Program tomcat;

    private final ShopClient server = new ShopClient(PORT);
    private final TestSales sales = new TestSales(TestEngines.database());

    @BeforeAll
    static void deploy() {
        tomcat = StockTomcat.start(PORT, TestShop.settings(), "ROOT", "shop");
    }

    @AfterAll
    static void stop() {
        tomcat.close();
    }

    @Test
    void atTheRootItServesAndSells() {
        long sale = sales.open(1);
        ShopClient buyer = server.loggedIn(ShopClient.phone(1));

        assertThat(server.get("/seckill/list").status()).isEqualTo(200);
        assertThat(server.get("/readyz").status()).isEqualTo(200);
        assertThat(buyer.buy(sale).state()).isEqualTo(1);
        assertThat(buyer.result(sale).state()).isEqualTo(1);
        assertThat(server.loggedIn(ShopClient.phone(2)).buy(sale).state()).isZero();
        assertThat(sales.purchases(sale)).isOne();
    }

    @Test
    void anUnknownSaleIsThePageThatSaysSo() {
        Answer answer = server.get("/seckill/999999999/detail");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.http().body())
                .contains("id=\"error\" class=\"shop-empty\" data-status=\"404\"")
                .doesNotContain("Exception", "Apache Tomcat", "\tat ");
    }

    @Test
    void underAPathEveryAddressOfAPageCarriesItAndLeadsSomewhere() {
        long sale = sales.open(1);
        List<String> addresses = addresses("/shop/seckill/list");

        assertThat(addresses)
                .contains("/shop/seckill/login")
                .anyMatch(address -> address.matches("/shop/static/built/js/list-[A-Z2-7]{8}\\.js"))
                .anyMatch(address -> address.matches("/shop/static/built/css/shop-[A-Z2-7]{8}\\.css"))
                .allMatch(address -> address.startsWith("/shop/"));
        assertThat(addresses("/shop/seckill/" + sale + "/detail"))
                .contains("/shop/seckill/" + sale + "/exposer")
                .allMatch(address -> address.startsWith("/shop/"));
        assertThat(addresses)
                .filteredOn(address -> address.startsWith("/shop/static/"))
                .allSatisfy(address -> {
                    Answer file = server.get(address);
                    assertThat(file.status()).isEqualTo(200);
                    assertThat(file.header("Cache-Control")).contains("immutable");
                    assertThat(server.get(address.replaceFirst("[^/]+$", "")).status())
                            .isEqualTo(404);
                });
        assertThat(server.get("/shop/").header("Location")).endsWith("/shop/seckill/list");
    }

    @Test
    void underAPathTheCookieIsOfThatPathAndBuysThere() {
        long sale = sales.open(1);
        Answer login = server.post("/shop/seckill/login", "phone=" + ShopClient.phone(3));
        assertThat(login.header("Set-Cookie")).startsWith("killPhone=").containsPattern("; Path=/shop(;|$)");

        ShopClient buyer = server.withCookie(login.header("Set-Cookie").replaceFirst(";.*", ""));
        String address = "/shop/seckill/" + sale;
        String md5 = buyer.post(address + "/exposer", "").data().get("md5").asString();

        assertThat(buyer.post(address + "/" + md5 + "/execution", "").state()).isEqualTo(1);
        assertThat(sales.purchases(sale)).isOne();
    }

    @Test
    void withoutSettingsItSaysInOneLineWhichAreMissing() {
        try (Program other = StockTomcat.start(Program.freePort(), Map.of("SECKILL_SECERT", "x"), "ROOT")) {
            assertThat(other.errorOutput())
                    .filteredOn(line -> line.contains("Seckill could not start: "))
                    .singleElement(STRING)
                    .contains(
                            "SECKILL_DB_URL is not set",
                            "SECKILL_SECRET is not set",
                            "the nearest one is SECKILL_SECRET");
            assertThat(other.errorOutput()).noneMatch(line -> line.startsWith("\tat ") || line.contains("Caused by"));
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void toldToStopItEndsAndLeavesNoThreadBehind() {
        tomcat.signal("TERM");

        assertThat(tomcat.awaitExit()).isEqualTo(128 + 15);
        assertThatThrownBy(() -> new Socket("localhost", PORT).close()).isInstanceOf(ConnectException.class);
        assertThat(tomcat.errorOutput())
                .anyMatch(line -> line.contains("Destroying ProtocolHandler"))
                .noneMatch(line -> line.contains("memory leak"))
                .noneMatch(line -> line.contains("SEVERE"));
    }

    private List<String> addresses(String page) {
        Answer answer = server.get(page);
        assertThat(answer.status()).isEqualTo(200);
        return ADDRESS.matcher(answer.http().body())
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
