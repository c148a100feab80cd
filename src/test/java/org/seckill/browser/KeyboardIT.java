package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openqa.selenium.Keys.ENTER;
import static org.openqa.selenium.Keys.ESCAPE;
import static org.openqa.selenium.Keys.TAB;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;

/** Everything can be done, and its place be seen, with nothing but a keyboard. */
@Tag("browser")
class KeyboardIT {
    private static final TestSales SALES = BrowserShop.sales();
    private static final ShopClient SHOP = BrowserShop.shop();
    private static final AtomicInteger BUYERS = new AtomicInteger(9000);
    private static final int MORE_STOPS_THAN_A_PAGE_HAS = 60;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private final String phone = ShopClient.phone(BUYERS.incrementAndGet());
    private BrowserTab tab;

    @BeforeEach
    void visit() {
        BrowserShop.clear();
        tab = CHROMIUM.visit(PageVisitor.on(Device.DESKTOP));
    }

    @Test
    void theWholeWayOfAShopperNeedsOnlyAKeyboard() {
        long sale = SALES.create("The one", 5, Duration.ofSeconds(5), Duration.ofHours(1));
        tab.waitFor("not listed", () -> {
            tab.go(SHOP.base() + "/seckill/list");
            return tab.shows("[data-sale='" + sale + "']");
        });
        enter("[data-sale='" + sale + "'] a");
        DetailPage detail = new DetailPage(tab);
        detail.awaitState("login");
        enter("#buy");
        new LoginDialog(tab).awaitOpen();
        assertThat(isIn("#login-dialog")).isTrue();
        tabTo("#phone");
        tab.type(phone);
        tab.press(ENTER);
        detail.awaitState("ready");
        enter("#buy");
        detail.awaitState("bought");
        assertThat(SALES.purchases(sale)).isEqualTo(1);
        tabTo("#purchase a");
        enter("#purchases-link");
        tab.waitFor("not among the purchases", () -> tab.shows("[data-purchase='" + sale + "']"));
        enter("#logout");
        tab.waitFor("still signed in", () -> tab.shows("#login"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#buy", "#login"})
    void theDialogKeepsTheFocusAndEscapeGivesItBackToWhoOpenedIt(String opener) {
        DetailPage.open(tab, SHOP.base(), SALES.open(5)).awaitState("login");
        enter(opener);
        new LoginDialog(tab).awaitOpen();
        assertThat(isIn("#login-dialog")).isTrue();
        for (int i = 0; i < 8; i++) {
            tab.press(TAB);
            // The browser's own controls come between the last stop and the first; a page sees that as its body.
            assertThat(isIn("#login-dialog") || isNowhere()).as(focused()).isTrue();
        }
        tabTo("#login-submit");
        tab.press(ESCAPE);
        tab.waitFor("still open", () -> !tab.shows("#login-dialog"));
        assertThat(isIn(opener)).as(focused()).isTrue();
    }

    @Test
    void afterARefusalTheFocusIsOnTheNumberAndTheReasonBelongsToIt() {
        DetailPage.open(tab, SHOP.base(), SALES.open(5)).awaitState("login");
        enter("#login");
        LoginDialog login = new LoginDialog(tab);
        login.awaitOpen();
        tabTo("#phone");
        tab.type("12345");
        tab.press(ENTER);
        login.awaitError();
        tab.waitFor("the focus is elsewhere", () -> isIn("#phone"));
        assertThat(tab.attribute("#phone", "aria-describedby")).contains("login-error");
        assertThat(tab.attribute("#phone", "aria-invalid")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({
        "/seckill/list, DESKTOP",
        "/seckill/list, PHONE",
        "/seckill/%d/detail, DESKTOP",
        "/seckill/%d/detail, PHONE",
        "/seckill/purchases, PHONE",
        "/seckill/1/detail, PHONE"
    })
    void everyStopShowsThatItHasTheFocus(String page, Device device) {
        tab.beOn(device);
        long sale = SALES.open(5);
        tab.go(SHOP.base() + page.formatted(sale));
        tab.waitFor("no way to log in", () -> tab.shows("#login"));
        tab.press(TAB);
        assertThat(tab.script("return document.activeElement.getAttribute('href')"))
                .isEqualTo("#main");
        List<String> stops = new ArrayList<>();
        for (int i = 0; i < MORE_STOPS_THAN_A_PAGE_HAS && !isNowhere(); i++) {
            stops.add(focused());
            assertThat(focusIsSeen()).as("the focus on " + focused()).isTrue();
            tab.press(TAB);
        }
        assertThat(stops)
                .hasSizeGreaterThan(5)
                .hasSizeLessThan(MORE_STOPS_THAN_A_PAGE_HAS)
                .doesNotHaveDuplicates();
    }

    private void enter(String css) {
        tabTo(css);
        tab.press(ENTER);
    }

    private void tabTo(String css) {
        tab.waitFor("not shown: " + css, () -> tab.shows(css) && tab.isEnabled(css));
        for (int i = 0; i < MORE_STOPS_THAN_A_PAGE_HAS; i++) {
            if (isIn(css)) {
                assertThat(focusIsSeen()).as("the focus on " + css).isTrue();
                return;
            }
            tab.press(TAB);
        }
        throw new AssertionError("no key leads to " + css);
    }

    private boolean isIn(String css) {
        return Boolean.TRUE.equals(tab.script("return !!document.activeElement.closest(arguments[0])", css));
    }

    /** On the browser's own controls, perhaps. */
    private boolean isNowhere() {
        return Boolean.TRUE.equals(tab.script("return document.activeElement === document.body"));
    }

    private String focused() {
        return (String) tab.script("return document.activeElement.outerHTML.slice(0, 200)");
    }

    /** A line is drawn round it, or round the card that it stretches over, and nothing lies over it. */
    private boolean focusIsSeen() {
        return Boolean.TRUE.equals(tab.script("""
                const focused = document.activeElement;
                const drawn = [null, '::after'].map(part => getComputedStyle(focused, part))
                    .some(style => style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2);
                const box = focused.getClientRects()[0];
                const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return drawn && (focused.contains(top) || top?.contains(focused));
                """));
    }
}
