package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.seckill.browser.PageVisitor.Tongue;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.Program;

/** Every state of the pages other than a sale's own shows what it must, is accessible and fits. */
@Tag("browser")
class PagesIT {
    private static final ShopClient SHOP = BrowserShop.shop();
    private static final TestSales SALES = BrowserShop.sales();
    private static final AtomicInteger BUYERS = new AtomicInteger(3000);

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @BeforeEach
    void clear() {
        BrowserShop.clear();
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void theListOfEveryKindOfSale(Tongue tongue) {
        long open = SALES.create("Phone at half price", 100, Duration.ofHours(-1), Duration.ofHours(5));
        long gone = SALES.create("Last year’s watch", 0, Duration.ofHours(-1), Duration.ofHours(5));
        long soon = SALES.create("Headphones for a song", 200, Duration.ofMinutes(30), Duration.ofHours(5));
        long over = SALES.create("Yesterday’s tablet", 300, Duration.ofDays(-2), Duration.ofDays(-1));
        SALES.goods(open, "256 GB, and two days on one charge", "img/sale/phone.svg", 199900, 399900);
        SALES.goods(gone, "Pulse, steps and sleep", "img/sale/watch.svg", 49900, 99900);
        SALES.goods(soon, "Wireless, forty hours of quiet", "img/sale/headphones.svg", 9900, 59900);
        SALES.goods(over, "With a pen, for drawing and for reading", "img/sale/tablet.svg", 129900, 259900);
        SALES.chinese(open, "半价手机", "256 GB 存储，充电一次可用两天");
        SALES.chinese(gone, "去年款手表", "心率、步数与睡眠监测");
        SALES.chinese(soon, "超值耳机", "无线，降噪续航四十小时");
        SALES.chinese(over, "昨日平板", "配手写笔，可画可读");
        BrowserTab tab = CHROMIUM.visit(PageInspection.visitor(tongue));
        tab.waitFor(
                "not all listed", () -> list(tab, 1) == 4 && tab.text("#list").contains("2,599.00"));
        tab.waitFor(
                "no clock runs",
                () -> tab.text("[data-sale='" + soon + "'] [role='timer']").matches("(?s).*29.*5?[0-9].*"));
        assertThat(phase(tab, open)).isEqualTo("OPEN");
        assertThat(phase(tab, gone)).isEqualTo("SOLD_OUT");
        assertThat(phase(tab, soon)).isEqualTo("SOON");
        assertThat(phase(tab, over)).isEqualTo("OVER");
        assertThat(tab.text("[data-sale='" + soon + "']")).contains("¥99.00", "¥599.00");
        assertThat(tab.text("[data-sale='" + soon + "'] del")).endsWith("¥599.00");
        assertThat(tab.findAll("[data-group]").stream().map(group -> group.getAttribute("data-group")))
                .containsExactly("OPEN", "SOON", "OVER");
        PageInspection.of(tab, "list");
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void theEmptyList(Tongue tongue) {
        BrowserTab tab = CHROMIUM.visit(PageInspection.visitor(tongue));
        tab.waitFor("not empty", () -> list(tab, 1) == 0);
        assertThat(tab.text("#no-sales")).isNotBlank();
        PageInspection.of(tab, "list-empty");
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void theSecondPageOfTheList(Tongue tongue) {
        for (int i = 0; i < 25; i++) {
            SALES.open(5);
        }
        BrowserTab tab = CHROMIUM.visit(PageInspection.visitor(tongue));
        tab.waitFor("not all listed", () -> list(tab, 2) == 5);
        assertThat(tab.text("#page-number")).contains("2");
        PageInspection.of(tab, "list-second-page");
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void thePurchasesOfNobody(Tongue tongue) {
        BrowserTab tab = CHROMIUM.visit(PageInspection.visitor(tongue));
        tab.go(SHOP.base() + "/seckill/purchases");
        tab.waitFor("not asked to log in", () -> tab.shows("#login-needed") && tab.shows("#login"));
        PageInspection.of(tab, "purchases-signed-out");
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void thePurchasesOfWhoBoughtNothing(Tongue tongue) {
        BrowserTab tab = CHROMIUM.visit(PageInspection.visitor(tongue));
        purchasesOf(tab, ShopClient.phone(BUYERS.incrementAndGet()));
        assertThat(tab.text("#no-purchases")).isNotBlank();
        PageInspection.of(tab, "purchases-empty");
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void thePurchasesInEveryState(Tongue tongue) {
        String phone = ShopClient.phone(BUYERS.incrementAndGet());
        for (int state : List.of(-1, 0, 1, 2)) {
            long sale = SALES.open(5);
            SALES.goods(sale, "", "img/sale/watch.svg", 49900, 99900);
            assertThat(SHOP.loggedIn(phone).buy(sale).state()).isEqualTo(1);
            BrowserShop.database().update("UPDATE purchase SET state = ? WHERE seckill_id = ?", state, sale);
        }
        BrowserTab tab = CHROMIUM.visit(PageInspection.visitor(tongue));
        purchasesOf(tab, phone);
        assertThat(tab.findAll("[data-record]").stream().map(line -> line.getAttribute("data-record")))
                .containsExactlyInAnyOrder("-1", "0", "1", "2");
        PageInspection.of(tab, "purchases");
    }

    @Test
    void aPictureThatIsNotThereGivesItsPlaceToTheParcel() {
        String phone = ShopClient.phone(BUYERS.incrementAndGet());
        long sale = SALES.open(5);
        SALES.goods(sale, "", "img/sale/missing.png", 49900, 99900);
        assertThat(SHOP.loggedIn(phone).buy(sale).state()).isEqualTo(1);
        BrowserTab tab = CHROMIUM.visit(PageInspection.visitor(Tongue.EN));
        tab.carry(SHOP.loggedIn(phone).cookie(), SHOP.base());
        tab.waitFor("not listed", () -> list(tab, 1) == 1);
        for (String page : List.of("list", sale + "/detail", "purchases")) {
            tab.go(SHOP.base() + "/seckill/" + page);
            tab.waitFor(
                    "no picture", () -> tab.number("return document.querySelector('.shop-picture').naturalWidth") > 0);
            assertThat(tab.attribute(".shop-picture", "src")).contains("/img/parcel");
        }
        tab.photograph("picture-missing");
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void thePageThatIsNotThere(Tongue tongue) {
        BrowserTab tab = CHROMIUM.visit(PageInspection.visitor(tongue));
        tab.go(SHOP.base() + "/seckill/999999/detail");
        assertThat(tab.attribute("#error", "data-status")).isEqualTo("404");
        PageInspection.of(tab, "error-404");
    }

    /** Nginx answers by itself, also while no node lives: in the words of the shop's own page, and with its look. */
    @ParameterizedTest
    @EnumSource(Tongue.class)
    void thePageThatNginxShowsForAMistypedAddress(Tongue tongue) {
        BrowserTab tab = CHROMIUM.visit(PageInspection.visitor(tongue));
        tab.go(SHOP.base() + "/seckill/999999/detail");
        List<Object> own = looks(tab);
        tab.logs(LogType.BROWSER);
        try (NginxProcess nginx = NginxProcess.limiting(Program.freePort())) {
            for (String path : List.of("/seckil/list", "/static/css/none.css")) {
                tab.go(nginx.shop().base() + path);
                assertThat(looks(tab)).as(path).isEqualTo(own);
                assertThat(tab.script("return document.documentElement.lang")).isEqualTo(tongue.written);
                // The page itself, which is not there; its style and pictures are.
                assertThat(tab.logs(LogType.BROWSER).getAll())
                        .extracting(LogEntry::getMessage)
                        .allMatch(message -> message.contains(path + " - Failed to load resource"));
            }
            PageInspection.of(tab, "nginx-404");
        }
    }

    private static List<Object> looks(BrowserTab tab) {
        List<Object> looks = new ArrayList<>(List.of(tab.text("h1"), tab.text("h1 + p"), tab.text("footer")));
        for (String colour : List.of(
                "body, backgroundColor",
                ".shop-bar, backgroundColor",
                ".shop-empty, backgroundColor",
                ".shop-empty a.btn, backgroundColor",
                ".shop-empty a.btn, color",
                ".shop-empty, borderRadius",
                "h1, fontFamily",
                "h1, fontSize")) {
            String[] part = colour.split(", ", -1);
            looks.add(colour + ": "
                    + tab.script(
                            "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]",
                            part[0],
                            part[1]));
        }
        return looks;
    }

    @Test
    void thePageThatCannotBeHadNow() {
        try (TestShop shop = TestShop.at(PurchaseMode.PROCEDURE)
                .frontProxy()
                .databaseProxy()
                .with("SECKILL_PURCHASE_DEADLINE_MS", 1000)
                .start()) {
            String cookie = shop.client().loggedIn(ShopClient.phone(1)).cookie();
            shop.databaseProxy().cut();
            for (Tongue tongue : Tongue.values()) {
                BrowserTab tab = CHROMIUM.visit(PageInspection.visitor(tongue));
                tab.carry(cookie, shop.base());
                tab.go(shop.base() + "/seckill/purchases");
                assertThat(tab.attribute("#error", "data-status")).isEqualTo("503");
                PageInspection.of(tab, "error-503");
            }
        }
    }

    private static int list(BrowserTab tab, int page) {
        tab.go(SHOP.base() + "/seckill/list?page=" + page);
        return tab.findAll("[data-sale]").size();
    }

    private static String phase(BrowserTab tab, long sale) {
        return tab.attribute("[data-sale='" + sale + "']", "data-phase");
    }

    private static void purchasesOf(BrowserTab tab, String phone) {
        tab.carry(SHOP.loggedIn(phone).cookie(), SHOP.base());
        tab.go(SHOP.base() + "/seckill/purchases");
        tab.waitFor("nobody is signed in", () -> tab.shows("#buyer-phone"));
    }
}
