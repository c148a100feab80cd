package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;

/** Whatever the shop writes of a sale, no page scrolls sideways, and nothing of a card is cut off. */
@Tag("browser")
class LongWordsIT {
    private static final ShopClient SHOP = BrowserShop.shop();
    private static final TestSales SALES = BrowserShop.sales();
    private static final AtomicInteger BUYERS = new AtomicInteger(15_000);

    /** What stands out at the right of the window, or of the card that cuts it off. */
    private static final String TOO_WIDE = """
            const bound = element => element.closest('.shop-card, .shop-line, .shop-counter')?.getBoundingClientRect().right
                ?? document.documentElement.clientWidth;
            const wide = [...document.querySelectorAll('body *:not(.visually-hidden, .visually-hidden *)')]
                .filter(element => element.getBoundingClientRect().right > bound(element) + 0.5
                    || getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
                .map(element => element.outerHTML.slice(0, 120).toWellFormed());
            const page = document.scrollingElement;
            return page.scrollWidth > page.clientWidth ? ['the page', ...wide] : wide;
            """;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    static List<String> names() {
        return List.of(
                "NIKE_AIR_JORDAN_1_RETRO_HIGH_OG",
                "W".repeat(120),
                "https://example.com/" + "a".repeat(100),
                "超长商品名称".repeat(20),
                "👟".repeat(60));
    }

    @BeforeEach
    void clear() {
        BrowserShop.clear();
    }

    @ParameterizedTest
    @MethodSource("names")
    void noPageScrollsSideways(String name) {
        String phone = ShopClient.phone(BUYERS.incrementAndGet());
        long sale = SALES.create(name, 5, Duration.ofMinutes(-1), Duration.ofDays(400));
        String title = name.length() > 100 ? name : name.repeat(2);
        SALES.goods(sale, title, "img/sale/watch.svg", 9_000_000_000_000_000L, 9_100_000_000_000_000L);
        BrowserTab tab = CHROMIUM.visit(PageInspection.visitor(PageVisitor.Tongue.EN));
        tab.go(SHOP.base() + "/seckill/" + sale + "/detail");
        DetailPage detail = new DetailPage(tab);
        detail.awaitState("login");
        fits(tab, "signed out");
        tab.carry(SHOP.loggedIn(phone).cookie(), SHOP.base());
        tab.reload();
        detail.awaitState("ready");
        fits(tab, "ready");
        assertThat(tab.number("return document.querySelector('#buy').getBoundingClientRect().right"))
                .isLessThan(Device.DESKTOP.width);
        detail.press();
        detail.awaitState("bought");
        fits(tab, "bought");
        tab.go(SHOP.base() + "/seckill/purchases");
        tab.waitFor("nobody is signed in", () -> tab.shows("[data-purchase]") && tab.shows("#buyer-phone"));
        fits(tab, "purchases");
        tab.waitFor("not listed", () -> {
            tab.go(SHOP.base() + "/seckill/list");
            return tab.shows("[data-sale='" + sale + "']");
        });
        fits(tab, "list");
        // One sale or two have a row of another kind.
        for (int i = 0; i < 3; i++) {
            SALES.create(name, 5, Duration.ofDays(1), Duration.ofDays(400));
        }
        tab.waitFor("not listed", () -> {
            tab.go(SHOP.base() + "/seckill/list");
            return tab.findAll("[data-sale]").size() == 4 && tab.shows("[data-sale='" + sale + "']");
        });
        fits(tab, "list of many");
    }

    /** A screen of 640 px is one of 1280 px that is enlarged to twice the size. */
    private static void fits(BrowserTab tab, String page) {
        for (Device device : List.of(Device.PHONE, Device.NARROW, Device.ENLARGED, Device.DESKTOP)) {
            tab.beOn(device);
            assertThat(tab.script(TOO_WIDE))
                    .as("too wide: %s at %d px", page, device.width)
                    .isEqualTo(List.of());
        }
        tab.beOn(Device.PHONE);
        tab.photograph("long-" + page.replace(' ', '-'));
    }
}
