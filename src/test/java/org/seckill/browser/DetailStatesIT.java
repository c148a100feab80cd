package org.seckill.browser;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.seckill.browser.PageVisitor.Tongue;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.proxy.TcpProxy.Fault;

/** Every state of the detail page, reached in earnest, is accessible and fits. */
@Tag("browser")
class DetailStatesIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final AtomicInteger BUYERS = new AtomicInteger(5000);
    private static final int ALWAYS = Integer.MAX_VALUE;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static TestShop shop;

    @BeforeAll
    static void start() {
        shop = TestShop.at(PurchaseMode.PROCEDURE)
                .frontProxy()
                .databaseProxy()
                .with("SECKILL_PURCHASE_DEADLINE_MS", 1000)
                .start();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @AfterEach
    void heal() {
        shop.heal();
    }

    private record Scene(String name, Consumer<BrowserTab> reach) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Scene> SCENES = List.of(
            new Scene("loading", DetailStatesIT::loading),
            new Scene("login", tab -> visit(tab, open(5)).awaitState("login")),
            new Scene("login-dialog", DetailStatesIT::loginDialog),
            new Scene("login-refused", DetailStatesIT::loginRefused),
            new Scene("waiting", DetailStatesIT::waiting),
            new Scene("waiting-long", DetailStatesIT::waitingLong),
            new Scene("ready", tab -> ready(tab)),
            new Scene("working", DetailStatesIT::working),
            new Scene("bought", DetailStatesIT::bought),
            new Scene("already", DetailStatesIT::already),
            new Scene("void", DetailStatesIT::cancelled),
            new Scene("sold-out", tab -> visitSignedIn(tab, open(0)).awaitState("sold-out")),
            new Scene("over", DetailStatesIT::over),
            new Scene("busy", DetailStatesIT::busy),
            new Scene("unknown", DetailStatesIT::unknown),
            new Scene("error", DetailStatesIT::error));

    static Stream<Arguments> scenes() {
        // To lose a database takes ten seconds, and once is enough.
        return SCENES.stream()
                .flatMap(scene -> Arrays.stream(Tongue.values())
                        .filter(tongue -> tongue == Tongue.EN || !scene.name.equals("busy"))
                        .map(tongue -> Arguments.of(scene, tongue)));
    }

    @ParameterizedTest(name = "{0}-{1}")
    @MethodSource("scenes")
    void isAccessibleAndFits(Scene scene, Tongue tongue) {
        BrowserTab tab = CHROMIUM.visit(PageInspection.visitor(tongue));
        scene.reach.accept(tab);
        PageInspection.of(tab, "detail-" + scene);
    }

    private static void loading(BrowserTab tab) {
        shop.frontProxy().arm(Fault.SILENCE_INSTEAD_OF_THE_ANSWER, "/seckill/time/now", ALWAYS);
        DetailPage detail = visit(tab, open(5));
        tab.waitFor("time not asked", () -> shop.frontProxy().struck() > 0);
        detail.awaitState("loading");
    }

    private static void loginDialog(BrowserTab tab) {
        DetailPage detail = visit(tab, open(5));
        detail.awaitState("login");
        detail.press();
        new LoginDialog(tab).awaitOpen();
    }

    private static void loginRefused(BrowserTab tab) {
        loginDialog(tab);
        new LoginDialog(tab).as("12345");
        new LoginDialog(tab).awaitError();
    }

    private static void waiting(BrowserTab tab) {
        long sale = SALES.create("Opens soon", 5, Duration.ofMinutes(75), Duration.ofHours(9));
        visitSignedIn(tab, dressed(sale)).awaitState("waiting");
    }

    private static void waitingLong(BrowserTab tab) {
        String name = "Ein-Wort-das-kein-Ende-nimmt-".repeat(4);
        long sale = SALES.create(name, 1_000_000, Duration.ofDays(123), Duration.ofDays(400));
        visitSignedIn(tab, sale).awaitState("waiting");
    }

    private static DetailPage ready(BrowserTab tab) {
        DetailPage detail = visitSignedIn(tab, open(5));
        detail.awaitState("ready");
        return detail;
    }

    private static void working(BrowserTab tab) {
        DetailPage detail = ready(tab);
        shop.frontProxy().arm(Fault.SILENCE_INSTEAD_OF_THE_ANSWER, "/execution", ALWAYS);
        detail.press();
        detail.awaitState("working");
    }

    private static void bought(BrowserTab tab) {
        DetailPage detail = ready(tab);
        detail.press();
        detail.awaitState("bought");
    }

    private static void already(BrowserTab tab) {
        bought(tab);
        tab.reload();
        new DetailPage(tab).awaitState("already");
    }

    private static void cancelled(BrowserTab tab) {
        bought(tab);
        TestEngines.database()
                .update("UPDATE purchase SET state = -1 WHERE seckill_id = ?", tab.attribute("#sale", "data-id"));
        tab.reload();
        new DetailPage(tab).awaitState("void");
    }

    private static void over(BrowserTab tab) {
        long sale = SALES.create("Has been", 5, Duration.ofHours(-2), Duration.ofHours(-1));
        visitSignedIn(tab, dressed(sale)).awaitState("over");
    }

    private static void busy(BrowserTab tab) {
        DetailPage detail = ready(tab);
        shop.loseDatabase();
        detail.press();
        detail.awaitState("busy");
    }

    private static void unknown(BrowserTab tab) {
        DetailPage detail = ready(tab);
        // Neither the purchase's answer nor any other about this sale comes through.
        shop.frontProxy().arm(Fault.BEFORE_THE_ANSWER, "/seckill/" + tab.attribute("#sale", "data-id"), ALWAYS);
        detail.press();
        detail.awaitState("unknown");
    }

    private static void error(BrowserTab tab) {
        shop.frontProxy().arm(Fault.BEFORE_THE_REQUEST, "/seckill/time/now", ALWAYS);
        visitSignedIn(tab, open(5)).awaitState("error");
    }

    private static long open(int stock) {
        return dressed(SALES.open(stock));
    }

    private static long dressed(long sale) {
        SALES.goods(sale, "256 GB, and two days on one charge", "img/sale/phone.svg", 199900, 399900);
        SALES.chinese(sale, "半价手机", "256 GB 存储，充电一次可用两天");
        return sale;
    }

    private static DetailPage visit(BrowserTab tab, long sale) {
        return DetailPage.open(tab, shop.base(), sale);
    }

    private static DetailPage visitSignedIn(BrowserTab tab, long sale) {
        String phone = ShopClient.phone(BUYERS.incrementAndGet());
        tab.carry(shop.client().loggedIn(phone).cookie(), shop.base());
        return visit(tab, sale);
    }
}
