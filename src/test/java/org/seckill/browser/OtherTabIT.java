package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.browser.BrowserShop.Door;
import org.seckill.browser.PageVisitor.Ability;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.browser.PageVisitor.Tongue;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;

/** A page acts for the buyer whom it shows, whoever has logged in meanwhile in another tab of the browser. */
@Tag("browser")
class OtherTabIT {
    private static final TestSales SALES = BrowserShop.sales();
    private static final ShopClient SHOP = BrowserShop.shop();
    private static final AtomicInteger BUYERS = new AtomicInteger(14_000);

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private final String first = ShopClient.phone(BUYERS.incrementAndGet());
    private final String second = ShopClient.phone(BUYERS.incrementAndGet());
    private BrowserTab tab;

    private DetailPage ready(long sale, PageVisitor visitor, Door door) {
        tab = CHROMIUM.visit(visitor);
        tab.carry(SHOP.loggedIn(first).cookie(), door.base());
        DetailPage detail = DetailPage.open(tab, door.base(), sale);
        detail.awaitState("ready");
        return detail;
    }

    private DetailPage ready(long sale) {
        return ready(sale, PageVisitor.on(Device.PHONE), Door.APPLICATION);
    }

    /** As a person does it, so that the browser tells the first tab. */
    private void logInElsewhere(Door door, String phone) {
        tab.meanwhileInAnother(other -> {
            other.go(door.base() + "/seckill/list");
            other.click("#logout");
            new LoginDialog(other).open();
            new LoginDialog(other).as(phone);
            other.waitFor("not logged in", () -> other.text("#buyer-phone").endsWith(tail(phone)));
        });
    }

    /** So that the first tab is not told. */
    private void becomeSecondInSilence() {
        tab.carry(SHOP.loggedIn(second).cookie(), Door.APPLICATION.base());
    }

    private void assertAsksFor(DetailPage detail, String phone) {
        detail.awaitState("changed");
        assertThat(tab.text("#status")).contains(tail(phone)).doesNotContain(phone);
        assertThat(tab.text("#buyer-phone")).endsWith(tail(phone));
        assertThat(tab.shows("#purchase") || tab.shows("#order")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void aLoginInAnotherTabIsSaidAndBuysNothing(Door door) {
        long sale = SALES.open(5);
        DetailPage detail = ready(sale, PageVisitor.on(Device.PHONE), door);
        logInElsewhere(door, second);
        assertAsksFor(detail, second);
        detail.press();
        detail.awaitState("ready");
        assertThat(SALES.purchases(sale)).isZero();
        detail.press();
        detail.awaitState("bought");
        assertThat(tab.text("#purchase")).contains(tail(second));
        assertThat(buyerOf(sale)).isEqualTo(second);
    }

    @Test
    void aPressForABuyerWhoIsLoggedInNoLongerBuysNothing() {
        long sale = SALES.open(5);
        DetailPage detail = ready(sale);
        becomeSecondInSilence();
        detail.press();
        assertAsksFor(detail, second);
        assertThat(SALES.purchases(sale)).isZero();
        assertThat(detail.states()).doesNotContain("bought", "error");
    }

    @Test
    void theAddressThatIsRenewedIsNotAnotherBuyers() {
        long sale = SALES.open(5);
        DetailPage detail = ready(sale, PageVisitor.on(Device.DESKTOP).who(Ability.QUICK_TIMERS), Door.APPLICATION);
        becomeSecondInSilence();
        assertAsksFor(detail, second);
    }

    @Test
    void aStaleAddressIsNotRenewedForAnotherBuyer() {
        long sale = SALES.open(5);
        DetailPage detail = ready(sale);
        // The window is part of the address; the page asks for a new one when it is refused.
        BrowserShop.database()
                .update("UPDATE seckill SET end_time = end_time + INTERVAL 1 HOUR WHERE seckill_id = ?", sale);
        becomeSecondInSilence();
        detail.press();
        assertAsksFor(detail, second);
        assertThat(SALES.purchases(sale)).isZero();
    }

    @Test
    void aLogoutInAnotherTabIsSaidAndTheNextLoginThereToo() {
        long sale = SALES.open(5);
        DetailPage detail = ready(sale);
        tab.meanwhileInAnother(other -> {
            other.go(SHOP.base() + "/seckill/list");
            other.click("#logout");
            other.waitFor("not logged out", () -> other.shows("#login"));
        });
        detail.awaitState("login");
        assertThat(tab.text("#status")).contains("no longer logged in");
        tab.meanwhileInAnother(other -> {
            other.go(SHOP.base() + "/seckill/list");
            new LoginDialog(other).open();
            new LoginDialog(other).as(second);
            other.waitFor("not logged in", () -> other.shows("#buyer-phone"));
        });
        assertAsksFor(detail, second);
        assertThat(SALES.purchases(sale)).isZero();
    }

    @Test
    void theSameBuyerWhoLogsInAgainElsewhereIsNotAsked() {
        long sale = SALES.open(5);
        DetailPage detail = ready(sale);
        logInElsewhere(Door.APPLICATION, first);
        detail.awaitState("ready");
        detail.press();
        detail.awaitState("bought");
        assertThat(detail.states()).doesNotContain("changed");
    }

    @Test
    void aPageFromTheBrowsersMemoryAsksToo() {
        long sale = SALES.open(5);
        DetailPage detail = ready(sale);
        becomeSecondInSilence();
        tab.script("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        assertAsksFor(detail, second);
    }

    @Test
    void whatOneBoughtIsNotShownToAnother() {
        long sale = SALES.open(5);
        DetailPage detail = ready(sale);
        detail.press();
        detail.awaitState("bought");
        logInElsewhere(Door.APPLICATION, second);
        assertAsksFor(detail, second);
        detail.press();
        detail.awaitState("ready");
        assertThat(tab.shows("#purchase")).isFalse();
    }

    @Test
    void theListOfPurchasesIsWrittenAnewForWhoLogsInElsewhere() {
        long sale = SALES.open(5);
        SHOP.loggedIn(first).buy(sale);
        tab = CHROMIUM.visit(PageVisitor.on(Device.PHONE));
        tab.carry(SHOP.loggedIn(first).cookie(), SHOP.base());
        tab.go(SHOP.base() + "/seckill/purchases");
        tab.waitFor("not listed", () -> tab.shows("[data-purchase]") && tab.shows("#buyer-phone"));
        logInElsewhere(Door.APPLICATION, second);
        tab.waitFor("still the other's", () -> tab.shows("#no-purchases"));
        assertThat(tab.text("#purchases")).contains(tail(second));

        tab.carry(SHOP.loggedIn(first).cookie(), SHOP.base());
        tab.script("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        tab.waitFor("not the first one's again", () -> tab.shows("[data-purchase]"));
    }

    @Test
    void aLoginDialogThatIsOpenInTwoTabsClosesInBoth() {
        long sale = SALES.open(5);
        tab = CHROMIUM.visit(PageVisitor.on(Device.PHONE));
        DetailPage detail = DetailPage.open(tab, SHOP.base(), sale);
        detail.awaitState("login");
        detail.press();
        new LoginDialog(tab).awaitOpen();
        tab.meanwhileInAnother(other -> {
            DetailPage.open(other, SHOP.base(), sale).logIn(second);
            new DetailPage(other).awaitState("ready");
        });
        detail.awaitState("ready");
        assertThat(tab.shows("#login-dialog")).isFalse();
        assertThat(tab.text("#buyer-phone")).endsWith(tail(second));
    }

    @Test
    void anotherLanguageInAnotherTabDisturbsNoPress() {
        long sale = SALES.open(5);
        DetailPage detail = ready(sale);
        tab.meanwhileInAnother(other -> {
            other.go(SHOP.base() + "/seckill/list");
            other.click("#language-zh");
            other.waitFor("not Chinese", () -> "zh-CN".equals(other.attribute("html", "lang")));
        });
        detail.press();
        detail.awaitState("bought");
        assertThat(tab.text("#buy")).isEqualTo("Bought");
        assertThat(buyerOf(sale)).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void isAccessibleAndFits(Tongue tongue) {
        DetailPage detail = ready(SALES.open(5), PageInspection.visitor(tongue), Door.APPLICATION);
        becomeSecondInSilence();
        detail.press();
        detail.awaitState("changed");
        PageInspection.of(tab, "detail-changed");
    }

    private static String buyerOf(long sale) {
        return String.valueOf(BrowserShop.database()
                .rows("SELECT user_phone FROM purchase WHERE seckill_id = ?", sale)
                .get(0)
                .get(0));
    }

    private static String tail(String phone) {
        return phone.substring(phone.length() - 4);
    }
}
