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
import org.seckill.browser.Visitor.Tongue;
import org.seckill.testing.Engines;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;
import org.seckill.testing.TcpProxy.Fault;

/** Every state of the detail page, reached in earnest, is accessible and fits. */
@Tag("browser")
class DetailStatesIT {
    private static final Sales SALES = new Sales(Engines.database());
    private static final AtomicInteger BUYERS = new AtomicInteger(5000);
    private static final int ALWAYS = Integer.MAX_VALUE;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static FragileShop shop;

    @BeforeAll
    static void start() {
        shop = new FragileShop();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @AfterEach
    void heal() {
        shop.heal();
    }

    private record Scene(String name, Consumer<Tab> reach) {
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
        Tab tab = CHROMIUM.visit(Inspection.visitor(tongue));
        scene.reach.accept(tab);
        Inspection.of(tab, "detail-" + scene);
    }

    private static void loading(Tab tab) {
        shop.front().arm(Fault.SILENCE_INSTEAD_OF_THE_ANSWER, "/seckill/time/now", ALWAYS);
        Detail detail = visit(tab, open(5));
        tab.waitFor("time not asked", () -> shop.front().struck() > 0);
        detail.awaitState("loading");
    }

    private static void loginDialog(Tab tab) {
        Detail detail = visit(tab, open(5));
        detail.awaitState("login");
        detail.press();
        new Login(tab).awaitOpen();
    }

    private static void loginRefused(Tab tab) {
        loginDialog(tab);
        new Login(tab).as("12345");
        new Login(tab).awaitError();
    }

    private static void waiting(Tab tab) {
        long sale = SALES.create("Opens soon", 5, Duration.ofMinutes(75), Duration.ofHours(9));
        visitSignedIn(tab, dressed(sale)).awaitState("waiting");
    }

    private static void waitingLong(Tab tab) {
        String name = "Ein-Wort-das-kein-Ende-nimmt-".repeat(4);
        long sale = SALES.create(name, 1_000_000, Duration.ofDays(123), Duration.ofDays(400));
        visitSignedIn(tab, sale).awaitState("waiting");
    }

    private static Detail ready(Tab tab) {
        Detail detail = visitSignedIn(tab, open(5));
        detail.awaitState("ready");
        return detail;
    }

    private static void working(Tab tab) {
        Detail detail = ready(tab);
        shop.front().arm(Fault.SILENCE_INSTEAD_OF_THE_ANSWER, "/execution", ALWAYS);
        detail.press();
        detail.awaitState("working");
    }

    private static void bought(Tab tab) {
        Detail detail = ready(tab);
        detail.press();
        detail.awaitState("bought");
    }

    private static void already(Tab tab) {
        bought(tab);
        tab.reload();
        new Detail(tab).awaitState("already");
    }

    private static void cancelled(Tab tab) {
        bought(tab);
        Engines.database()
                .update("UPDATE purchase SET state = -1 WHERE seckill_id = ?", tab.attribute("#sale", "data-id"));
        tab.reload();
        new Detail(tab).awaitState("void");
    }

    private static void over(Tab tab) {
        long sale = SALES.create("Has been", 5, Duration.ofHours(-2), Duration.ofHours(-1));
        visitSignedIn(tab, dressed(sale)).awaitState("over");
    }

    private static void busy(Tab tab) {
        Detail detail = ready(tab);
        shop.loseTheDatabase();
        detail.press();
        detail.awaitState("busy");
    }

    private static void unknown(Tab tab) {
        Detail detail = ready(tab);
        // Neither the purchase's answer nor any other about this sale comes through.
        shop.front().arm(Fault.BEFORE_THE_ANSWER, "/seckill/" + tab.attribute("#sale", "data-id"), ALWAYS);
        detail.press();
        detail.awaitState("unknown");
    }

    private static void error(Tab tab) {
        shop.front().arm(Fault.BEFORE_THE_REQUEST, "/seckill/time/now", ALWAYS);
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

    private static Detail visit(Tab tab, long sale) {
        return Detail.open(tab, shop.base(), sale);
    }

    private static Detail visitSignedIn(Tab tab, long sale) {
        String phone = Shop.phone(BUYERS.incrementAndGet());
        tab.carry(shop.shop().loggedIn(phone).cookie(), shop.base());
        return visit(tab, sale);
    }
}
