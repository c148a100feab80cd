package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.seckill.server.Server;
import org.seckill.testing.App;
import org.seckill.testing.Database;
import org.seckill.testing.Engines;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;
import org.seckill.testing.TcpProxy;
import org.seckill.testing.TcpProxy.Fault;

/** What a shopper meets, in a real browser, with the purchase looked up in the real database. */
class ShopperIT {
    private static final Database DATABASE = Engines.database();
    private static final Sales SALES = new Sales(DATABASE);
    private static final Shop SHOP = App.shop();

    private Chromium browser;

    @BeforeEach
    void open() {
        browser = Chromium.open(1000, 800);
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void fromTheListOverTheCountdownToAPurchaseThatIsInTheDatabase() {
        long sale = SALES.create("The one", 5, Duration.ofSeconds(20), Duration.ofHours(1));
        String phone = Shop.phone(4001);
        browser.waitFor("the sale is not listed", () -> leafThroughTheListTo(sale));
        assertThat(browser.find("[data-sale='" + sale + "']").getAttribute("data-phase"))
                .isEqualTo("SOON");
        browser.photograph("list");
        browser.click("[data-sale='" + sale + "'] a");

        browser.awaitState("login");
        browser.click("#buy");
        browser.logIn(phone);
        browser.awaitState("waiting");
        assertThat(browser.find("#buy").isEnabled()).isFalse();
        browser.photograph("waiting");

        browser.awaitState("ready");
        browser.photograph("ready");
        browser.click("#buy");
        browser.awaitState("bought");
        browser.photograph("bought");
        assertThat(browser.find("#purchase").isDisplayed()).isTrue();
        assertThat(browser.text("#purchase")).contains("138****4001").doesNotContain(phone);
        assertThat(tickets(sale, phone)).isEqualTo(1);
        assertThat(SALES.stock(sale)).isEqualTo(4);

        browser.reload();
        browser.awaitState("already");
        browser.photograph("already");
        browser.go(SHOP.base() + "/seckill/purchases");
        assertThat(browser.text("#purchases")).contains("The one");
        browser.photograph("purchases");
        browser.click("#logout");
        browser.waitFor("still signed in", () -> browser.find("#login").isDisplayed());
        browser.assertNoScriptFailed();
    }

    @Test
    void aNumberThatIsNoneIsRefusedInTheDialog() {
        browser.go(SHOP.base() + "/seckill/list");
        browser.click("#login");
        browser.logIn("12345");
        browser.waitFor("no reason", () -> !browser.text("#login-error").isBlank());
        browser.photograph("login-refused");
        browser.logIn(Shop.phone(4002));
        browser.waitFor("not signed in", () -> browser.text("#buyer-phone").equals("138****4002"));
    }

    @Test
    void aSaleThatSellsOutBeforeThePressSaysSo() {
        long sale = SALES.open(1);
        openSignedIn(SHOP.base(), sale, 4003);
        browser.awaitState("ready");
        SHOP.loggedIn(Shop.phone(4004)).buy(sale);
        browser.click("#buy");
        browser.awaitState("sold-out");
        browser.photograph("sold-out");
        assertThat(browser.find("#buy").isEnabled()).isFalse();
        assertThat(browser.text("#status")).isNotBlank();
    }

    @Test
    void aSaleThatClosesWhileWatchedIsOver() {
        long sale = SALES.create("closing", 5, Duration.ofMinutes(-1), Duration.ofSeconds(8));
        openSignedIn(SHOP.base(), sale, 4005);
        browser.awaitState("ready");
        browser.awaitState("over");
        browser.photograph("over");
        assertThat(browser.find("#buy").isEnabled()).isFalse();
    }

    @Test
    void aBusyShopIsAskedAgainByThePageUntilItAnswers() {
        try (TcpProxy proxy = new TcpProxy(DATABASE.port());
                Server app = App.startBehind(proxy)) {
            long sale = SALES.open(5);
            openSignedIn("http://localhost:" + app.port(), sale, 4006);
            browser.awaitState("ready");
            // Nothing is left in the pool that looks alive, so the order is surely not recorded.
            proxy.cut();
            browser.waitFor(
                    "still ready", () -> new Shop(app.port()).get("/readyz").status() == 503);
            browser.click("#buy");
            browser.awaitState("busy");
            browser.photograph("busy");
            proxy.heal();
            browser.awaitState("bought");
            assertThat(SALES.purchases(sale)).isEqualTo(1);
        }
    }

    @Test
    void anUnknownOutcomeIsAskedAtResultByThePage() {
        try (TcpProxy proxy = new TcpProxy(DATABASE.port());
                Server app = App.startBehind(proxy)) {
            long sale = SALES.open(5);
            openSignedIn("http://localhost:" + app.port(), sale, 4007);
            browser.awaitState("ready");
            proxy.arm(Fault.BEFORE_THE_ANSWER, "execute_seckill", Integer.MAX_VALUE);
            browser.click("#buy");
            browser.waitFor(
                    "neither bought nor already",
                    () -> browser.find("#sale").getAttribute("data-state").matches("bought|already"));
            assertThat(proxy.struck()).isPositive();
            assertThat(SALES.purchases(sale)).isEqualTo(1);
        }
    }

    private boolean leafThroughTheListTo(long sale) {
        browser.go(SHOP.base() + "/seckill/list");
        while (browser.findAll("[data-sale='" + sale + "']").isEmpty()) {
            if (browser.findAll("a#page-next[href]").isEmpty()) {
                return false;
            }
            browser.click("#page-next");
        }
        return true;
    }

    private void openSignedIn(String base, long sale, int buyer) {
        browser.go(base + "/seckill/" + sale + "/detail");
        browser.awaitState("login");
        browser.click("#buy");
        browser.logIn(Shop.phone(buyer));
    }

    private static long tickets(long sale, String phone) {
        return DATABASE.number("SELECT COUNT(*) FROM purchase WHERE seckill_id = ? AND user_phone = ?", sale, phone);
    }
}
