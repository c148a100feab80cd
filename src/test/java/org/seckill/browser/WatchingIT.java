package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.browser.BrowserShop.Door;
import org.seckill.browser.PageVisitor.Ability;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.buyer.TestCookies;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;

/** What changes on a detail page while somebody only looks at it. */
@Tag("browser")
class WatchingIT {
    private static final TestSales SALES = BrowserShop.sales();
    private static final ShopClient SHOP = BrowserShop.shop();
    private static final AtomicInteger BUYERS = new AtomicInteger(7000);

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private final String phone = ShopClient.phone(BUYERS.incrementAndGet());
    private BrowserTab tab;

    private DetailPage watch(long sale, Ability ability) {
        return watch(
                sale,
                PageVisitor.on(Device.PHONE).who(ability),
                Door.APPLICATION,
                SHOP.loggedIn(phone).cookie());
    }

    private DetailPage watch(long sale, PageVisitor visitor, Door door, String cookie) {
        tab = CHROMIUM.visit(visitor);
        tab.carry(cookie, door.base());
        return DetailPage.open(tab, door.base(), sale);
    }

    @Test
    void aSaleThatSellsOutBeforeThePressSaysSo() {
        long sale = SALES.open(1);
        DetailPage detail = watch(sale, Ability.USUAL);
        detail.awaitState("ready");
        othersBuy(sale, 1);
        detail.press();
        detail.awaitState("sold-out");
        assertThat(detail.pressable()).isFalse();
        assertThat(tab.text("#status")).contains("sold");
        assertThat(SALES.purchases(sale)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"PHONE, NGINX", "DESKTOP, APPLICATION"})
    void aSaleThatSellsOutWhileWatchedSaysSoAndThatItWasRestocked(Device device, Door door) {
        long sale = SALES.open(2);
        PageVisitor visitor = PageVisitor.on(device).who(Ability.QUICK_TIMERS);
        DetailPage detail = watch(sale, visitor, door, SHOP.loggedIn(phone).cookie());
        detail.awaitState("ready");
        othersBuy(sale, 2);
        detail.awaitState("sold-out");
        assertThat(tab.text("#stock")).isEqualTo("0");
        assertThat(detail.pressable()).isFalse();

        BrowserShop.database().rows("CALL restock_seckill(?, ?)", sale, 3);
        detail.awaitState("ready");
        assertThat(tab.text("#stock")).isEqualTo("3");
        detail.press();
        detail.awaitState("bought");
        assertThat(detail.states()).containsSubsequence("ready", "sold-out").doesNotContain("error");
    }

    @Test
    void aSaleThatClosesWhileWatchedIsOver() {
        long sale = SALES.create("closing", 5, Duration.ofMinutes(-1), Duration.ofSeconds(9));
        DetailPage detail = watch(sale, Ability.USUAL);
        detail.awaitState("over");
        assertThat(detail.states()).containsSubsequence("ready", "over");
        // By the countdown, not because the page happened to ask.
        Instant closing = BrowserShop.sales().closing(sale);
        assertThat(detail.firstSeen("over").since()).isBetween(closing, closing.plusSeconds(3));
        assertThat(detail.pressable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"PHONE, NGINX", "DESKTOP, APPLICATION"})
    void aLoginThatExpiresWhileWaitingIsAskedForAgainWithoutAnError(Device device, Door door) {
        long sale = SALES.create("waiting", 5, Duration.ofSeconds(10), Duration.ofHours(1));
        String secret = TestShop.settings().get("SECKILL_SECRET");
        DetailPage detail = watch(
                sale, PageVisitor.on(device), door, TestCookies.thatExpiresIn(Duration.ofSeconds(9), secret, phone));
        detail.awaitState("waiting");
        detail.awaitState("login");
        assertThat(detail.states()).containsSubsequence("waiting", "login").doesNotContain("error", "ready");
        assertThat(tab.text("#status")).isNotBlank();

        detail.logIn(phone);
        detail.awaitState("ready");
        detail.press();
        detail.awaitState("bought");
        assertThat(SALES.purchases(sale)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"PHONE, NGINX", "DESKTOP, APPLICATION"})
    void afterAPurchaseTheStockIsShownWithoutItsUnitWhateverCopyIsOlder(Device device, Door door) {
        long sale = SALES.open(3);
        DetailPage detail =
                watch(sale, PageVisitor.on(device), door, SHOP.loggedIn(phone).cookie());
        detail.awaitState("ready");
        assertThat(tab.text("#stock")).isEqualTo("3");
        detail.press();
        detail.awaitState("bought");
        assertThat(tab.text("#stock")).isEqualTo("2");
        assertThat(tab.text("[data-left]")).isEqualTo("66% left");
        // The copies of the sale are a second old and five; meanwhile a reload gets them.
        for (int i = 0; i < 3; i++) {
            tab.reload();
            detail.awaitState("already");
            tab.waitFor("an older copy of the stock", () -> tab.text("#stock").equals("2"));
            assertThat(tab.text("[data-left]")).isEqualTo("66% left");
        }
        tab.go(door.base() + "/seckill/list");
        tab.waitFor("an older copy of the list", () -> {
            tab.reload();
            return tab.text("[data-sale='" + sale + "'] [data-left]").equals("66% left");
        });
    }

    @Test
    void theLastUnitThatOneBoughtOneselfIsNotInStockEither() {
        long sale = SALES.open(1);
        DetailPage detail = watch(sale, Ability.USUAL);
        detail.awaitState("ready");
        detail.press();
        detail.awaitState("bought");
        assertThat(tab.text("#stock")).isEqualTo("0");
        assertThat(tab.text("[data-left]")).isEqualTo("0% left");
    }

    @Test
    void aPurchaseThatWasCancelledIsShownSoAndNotAsBought() {
        long sale = SALES.open(3);
        DetailPage detail = watch(sale, Ability.USUAL);
        detail.awaitState("ready");
        detail.press();
        detail.awaitState("bought");
        cancel(sale);
        tab.reload();
        assertCancelled(detail);
        assertThat(detail.states()).doesNotContain("already", "bought");
    }

    @Test
    void aPressOfABuyerWhosePurchaseWasCancelledSaysSo() {
        long sale = SALES.open(3);
        DetailPage detail = watch(sale, Ability.USUAL);
        detail.awaitState("ready");
        SHOP.loggedIn(phone).buy(sale);
        cancel(sale);
        detail.press();
        assertCancelled(detail);
        assertThat(detail.states()).doesNotContain("already", "bought", "sold-out", "over");
    }

    private static void cancel(long sale) {
        BrowserShop.database().update("UPDATE purchase SET state = -1 WHERE seckill_id = ?", sale);
    }

    private void assertCancelled(DetailPage detail) {
        detail.awaitState("void");
        assertThat(detail.pressable()).isFalse();
        assertThat(tab.text("#buy")).isEqualTo("Cancelled");
        assertThat(tab.text("#purchase [data-receipt='state']")).isEqualTo("Cancelled");
        String good = colour("--good");
        assertThat(tab.find("#purchase").getCssValue("border-top-color")).isNotEqualTo(good);
        assertThat(tab.find("#buy").getCssValue("background-color")).isNotEqualTo(good);
        assertThat(tab.find("#status").getCssValue("color")).isNotEqualTo(good);
    }

    private String colour(String name) {
        return String.valueOf(tab.script("""
                const probe = document.body.appendChild(document.createElement('i'));
                probe.style.color = `var(${arguments[0]})`;
                const [r, g, b] = getComputedStyle(probe).color.match(/[0-9]+/g);
                probe.remove();
                return `rgba(${r}, ${g}, ${b}, 1)`;
                """, name));
    }

    private static void othersBuy(long sale, int units) {
        for (int i = 0; i < units; i++) {
            assertThat(SHOP.loggedIn(ShopClient.phone(BUYERS.incrementAndGet()))
                            .buy(sale)
                            .state())
                    .isEqualTo(1);
        }
    }
}
